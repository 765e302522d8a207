/// Keys in quotes and their values, as in JSON (RFC 8259) and in the literals of programs.
extension FieldDetector {
  /// Values of one array that are looked at.
  private static let elementsMax = 64

  mutating func scanQuotedKeys() {
    var index = 0
    while let open = quote(from: index) {
      guard let close = end(ofStringAt: open, bytesMax: FieldKey.keyBytesMax + 2) else {
        index = open + 1
        continue
      }
      index = close + 1
      guard let colon = next(after: close + 1), text.bytes[colon] == UInt8(ascii: ":"),
        let start = next(after: colon + 1)
      else { continue }
      takeValue(at: start, under: text.bytes[(open + 1)..<close])
    }
  }

  private mutating func takeValue(at start: Int, under key: ArraySlice<UInt8>) {
    guard FieldKey.kind(of: key) != nil else { return }
    switch text.bytes[start] {
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      if let close = end(ofStringAt: start) { propose((start + 1)..<close, under: key) }
    case UInt8(ascii: "["): takeElements(at: start + 1, under: key)
    case UInt8(ascii: "{"): break
    default:
      let end = text.bytes[start...].firstIndex { ",}]\n".utf8.contains($0) } ?? text.bytes.count
      propose(start..<end, under: key)
    }
  }

  private mutating func takeElements(at start: Int, under key: ArraySlice<UInt8>) {
    var index = next(after: start)
    for _ in 0..<Self.elementsMax {
      guard let open = index, text.bytes[open] == UInt8(ascii: "\""), let close = end(ofStringAt: open) else { return }
      propose((open + 1)..<close, under: key)
      guard let comma = next(after: close + 1), text.bytes[comma] == UInt8(ascii: ",") else { return }
      index = next(after: comma + 1)
    }
  }

  private func quote(from index: Int) -> Int? {
    text.bytes[min(index, text.bytes.count)...].firstIndex { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") }
  }

  /// The closing quote of the string that opens at `open`, on the same line.
  private func end(ofStringAt open: Int, bytesMax: Int = Self.valueBytesMax) -> Int? {
    var index = open + 1
    let limit = min(text.bytes.count, open + bytesMax)
    while index < limit, text.bytes[index] != UInt8(ascii: "\n") {
      if text.bytes[index] == text.bytes[open] { return index }
      index += text.bytes[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    return nil
  }

  private func next(after index: Int) -> Int? {
    guard index < text.bytes.count else { return nil }
    return text.bytes[index...].prefix(64).firstIndex { $0 > 0x20 }
  }
}
