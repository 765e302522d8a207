/// Step 11: token bytes to text, never a split UTF-8 scalar. Bytes that cannot become a scalar turn into U+FFFD, one for
/// each maximal prefix of a valid sequence (Unicode 16, section 3.9, as String(decoding:) does).
struct ScalarAssembler {
  private var pending: [UInt8] = []

  /// The text that is complete now. At most 3 bytes are held back.
  mutating func push(_ bytes: [UInt8]) -> String {
    pending += bytes
    let complete = pending.count - Self.incompleteSuffixCount(pending)
    defer { pending.removeFirst(complete) }
    return String(decoding: pending[..<complete], as: UTF8.self)
  }

  /// What is left when the stream ends.
  mutating func finish() -> String {
    defer { pending = [] }
    return String(decoding: pending, as: UTF8.self)
  }

  /// Bytes at the end that may still become a scalar.
  private static func incompleteSuffixCount(_ bytes: [UInt8]) -> Int {
    for count in 1...3 where count <= bytes.count {
      let lead = bytes[bytes.count - count]
      if lead & 0b1100_0000 == 0b1000_0000 { continue }
      return count < sequenceLength(lead) && isValidPrefix(bytes.suffix(count)) ? count : 0
    }
    return 0
  }

  private static func sequenceLength(_ lead: UInt8) -> Int {
    switch lead {
    case 0xC2...0xDF: 2
    case 0xE0...0xEF: 3
    case 0xF0...0xF4: 4
    default: 1
    }
  }

  /// The second byte's range depends on the first: no overlong forms, surrogates or values above U+10FFFF.
  private static func isValidPrefix(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard bytes.count > 1 else { return true }
    let second = bytes[bytes.startIndex + 1]
    switch bytes.first! {
    case 0xE0: return second >= 0xA0
    case 0xED: return second < 0xA0
    case 0xF0: return second >= 0x90
    case 0xF4: return second < 0x90
    default: return true
    }
  }
}
