/// Elements and attributes: `<dob>…</dob>`, `<family value="…"/>` (FHIR in XML), `patient="…"`, `name=…&dob=…`.
extension FieldDetector {
  /// Elements: the name of the tag is the key.
  mutating func scanMarkup() {
    var index = 0
    while let open = text.bytes[index...].firstIndex(of: UInt8(ascii: "<")) {
      index = open + 1
      let name = text.bytes[index...].prefix(FieldKey.keyBytesMax).prefix(while: Self.isKey)
      guard !name.isEmpty, let close = text.bytes[index...].prefix(120).firstIndex(of: UInt8(ascii: ">")) else {
        continue
      }
      // A prefix of a namespace is no part of the key.
      let key = name.split(separator: UInt8(ascii: ":")).last ?? name
      takeAttribute("value=\"", in: name.endIndex..<close, under: key)
      if text.bytes[close - 1] != UInt8(ascii: "/") {
        let end = text.bytes[close...].prefix(Self.valueBytesMax).firstIndex(of: UInt8(ascii: "<")) ?? close + 1
        propose((close + 1)..<max(end, close + 1), under: key)
      }
      index = close + 1
    }
  }

  private mutating func takeAttribute(_ attribute: String, in tag: Range<Int>, under key: ArraySlice<UInt8>) {
    let bytes = Array(attribute.utf8)
    guard let found = text.bytes[tag].firstIndex(of: bytes) else { return }
    let start = found + bytes.count
    let end = text.bytes[start..<tag.upperBound].firstIndex(of: UInt8(ascii: "\"")) ?? tag.upperBound
    propose(start..<end, under: key)
  }

  /// A key with an equals sign, or one with a colon at the start of a line or after a bar.
  mutating func scanAssignments() {
    for index in text.bytes.indices
    where text.bytes[index] == UInt8(ascii: "=") || text.bytes[index] == UInt8(ascii: ":") {
      let isColon = text.bytes[index] == UInt8(ascii: ":")
      guard let key = keyBefore(index, needsLineStart: isColon), FieldKey.kind(of: text.bytes[key]) != nil else {
        continue
      }
      takeAssigned(after: index, under: text.bytes[key], isColon: isColon)
    }
  }

  private mutating func takeAssigned(after index: Int, under key: ArraySlice<UInt8>, isColon: Bool) {
    var start = index + 1
    while start < text.bytes.count, text.bytes[start] == 0x20 || text.bytes[start] == 0x09 { start += 1 }
    guard start < text.bytes.count else { return }
    let quote = text.bytes[start]
    let isQuoted = quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'")
    if isQuoted { start += 1 }
    let rest = text.bytes[start...].prefix(Self.valueBytesMax)
    let stops = isQuoted ? [quote, 0x0a] : isColon ? Array("\n;|\t".utf8) : Array(" \n&;,|\t\"'<>".utf8)
    var end = rest.firstIndex { stops.contains($0) } ?? rest.endIndex
    if isColon { end = sentenceEnd(start..<end, isIdeographic: key.first! >= 0x80) }
    // A line of a form may hold a sentence: its value must look like what the key says.
    propose(start..<end, under: key, isLoose: isColon)
  }

  /// A Chinese form goes on after a comma: "姓名：王芳，女。".
  private func sentenceEnd(_ range: Range<Int>, isIdeographic: Bool) -> Int {
    let value = text.bytes[range]
    let stop = value.firstIndex(of: Array("。".utf8)) ?? range.upperBound
    return isIdeographic ? value[..<stop].firstIndex(of: UInt8(ascii: ",")) ?? stop : stop
  }

  private func keyBefore(_ index: Int, needsLineStart: Bool) -> Range<Int>? {
    var start = index
    while start > 0, index - start <= FieldKey.keyBytesMax,
      Self.isKey(text.bytes[start - 1]) || needsLineStart && text.bytes[start - 1] == 0x20
    { start -= 1 }
    let isBounded = !needsLineStart || start == 0 || "\n|\t;>-*".utf8.contains(text.bytes[start - 1])
    return start < index && isBounded ? start..<index : nil
  }

  private static func isKey(_ byte: UInt8) -> Bool {
    byte >= 0x80 || byte.isASCIILetter || byte.isASCIIDigit || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
  }
}
