/// Which parts of HL7 v2 messages can name no person, place or organisation of a patient: applications, codes, versions
/// and numbers. Detectors of names are not believed there; those of patterns are.
///
/// Source: HL7 v2.5.1, chapters 2 (MSH), 3 (EVN, PID, PV1, NK1, PD1), 4 (ORC, OBR), 6 (DG1, GT1, IN1) and 7 (OBX, SPM).
struct MessageFields {
  /// In the order of the text.
  private var nameless: [Range<Int>] = []

  /// Fields that hold names, or words of any kind; all other fields of these segments hold none.
  private static let namingFields: [String: Set<Int>] = [
    "MSH": [], "EVN": [5, 7], "PID": [5, 6, 9, 11, 12, 21, 23], "PD1": [3, 4], "NK1": [2, 4, 13, 30, 32],
    "PV1": [3, 6, 7, 8, 9, 11, 17, 37, 42, 43, 52], "GT1": [3, 4, 5, 16, 17, 21, 42, 45, 51],
    "IN1": [4, 5, 6, 9, 11, 16, 19, 44], "ORC": [10, 11, 12, 13, 17, 19, 21, 22, 23, 24],
    "OBR": [10, 13, 16, 28, 31, 32, 33, 34, 35], "OBX": [5, 16, 23, 24, 25], "DG1": [4, 16], "SPM": [14],
  ]

  /// Linear in the text.
  init(_ text: NormalisedText) {
    guard Self.isMessage(text.bytes) else { return }
    var start = 0
    while start < text.bytes.count {
      let end = text.bytes[start...].firstIndex { $0 == 0x0a || $0 == 0x0d } ?? text.bytes.count
      take(start..<end, text.bytes)
      start = end + 1
    }
  }

  /// Whether a header segment begins anywhere.
  private static func isMessage(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBufferPointer { bytes in
      guard bytes.count > 3 else { return false }
      var bar = 3
      while bar < bytes.count {
        let isHeader =
          bytes[bar] == UInt8(ascii: "|") && bytes[bar - 1] == UInt8(ascii: "H")
          && bytes[bar - 2] == UInt8(ascii: "S") && bytes[bar - 3] == UInt8(ascii: "M")
        if isHeader { return true }
        bar = bytes[bar] < 0x80 ? bar + 1 : bytes.nextASCII(from: bar + 1)
      }
      return false
    }
  }

  private mutating func take(_ segment: Range<Int>, _ bytes: [UInt8]) {
    let name = String(decoding: bytes[segment].prefix(3), as: UTF8.self)
    guard segment.count > 4, bytes[segment.lowerBound + 3] == UInt8(ascii: "|"), let naming = Self.namingFields[name]
    else { return }
    // MSH-1 is the separator itself.
    var number = name == "MSH" ? 2 : 1
    var start = segment.lowerBound + 4
    nameless.append(segment.lowerBound..<start)
    while start <= segment.upperBound {
      let end = bytes[start..<segment.upperBound].firstIndex(of: UInt8(ascii: "|")) ?? segment.upperBound
      if !naming.contains(number) { add(start..<end) }
      number += 1
      start = end + 1
    }
  }

  /// Beside another such field both are one part: a detector may draw them together.
  private mutating func add(_ field: Range<Int>) {
    if let last = nameless.last, field.lowerBound - last.upperBound <= 1 {
      nameless[nameless.count - 1] = last.lowerBound..<field.upperBound
    } else {
      nameless.append(field)
    }
  }

  /// Whether what was found lies in a part that names nobody. O(log fields).
  func excludes(_ range: Range<Int>) -> Bool {
    var (low, high) = (0, nameless.count)
    while low < high {
      let middle = (low + high) / 2
      if nameless[middle].upperBound >= range.upperBound { high = middle } else { low = middle + 1 }
    }
    return low < nameless.count && nameless[low].lowerBound <= range.lowerBound
  }
}
