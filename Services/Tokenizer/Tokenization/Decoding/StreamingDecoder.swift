/// Text from bytes that come piece by piece: a scalar is never split, and each maximal ill-formed part becomes one
/// U+FFFD, however the bytes are cut.
///
/// Source: the Unicode Standard, section 3.9, "U+FFFD Substitution of Maximal Subparts".
public struct StreamingDecoder: Sendable {
  /// The start of a scalar whose end has not come; at most three bytes.
  private var pending: [UInt8] = []

  public init() {}

  /// The text that `bytes` complete.
  public mutating func push(_ bytes: some Sequence<UInt8>) -> String {
    pending += bytes
    let complete = pending.count - Self.incompleteTailCount(pending)
    defer { pending.removeFirst(complete) }
    return String(decoding: pending[..<complete], as: UTF8.self)
  }

  /// What is left at the end: nothing, or one U+FFFD for a scalar that was begun.
  public mutating func finish() -> String {
    defer { pending = [] }
    return String(decoding: pending, as: UTF8.self)
  }

  /// How many bytes at the end are the start of a well-formed scalar.
  private static func incompleteTailCount(_ bytes: [UInt8]) -> Int {
    for length in 1...3 where length <= bytes.count {
      let tail = bytes.suffix(length)
      guard let first = tail.first, first & 0xc0 != 0x80 else { continue }
      return length < expectedLength(first) && isPrefix(tail) ? length : 0
    }
    return 0
  }

  private static func expectedLength(_ first: UInt8) -> Int {
    switch first {
    case 0xc2...0xdf: 2
    case 0xe0...0xef: 3
    case 0xf0...0xf4: 4
    default: 1
    }
  }

  /// Whether the second byte, if there, is one that may follow the first (Unicode Standard, table 3-7). A surrogate's
  /// first two bytes wait for the third as in the reference, Python's incremental decoder.
  private static func isPrefix(_ tail: ArraySlice<UInt8>) -> Bool {
    guard let first = tail.first, let second = tail.dropFirst().first else { return true }
    switch first {
    case 0xe0: return second >= 0xa0
    case 0xf0: return second >= 0x90
    case 0xf4: return second <= 0x8f
    default: return true
    }
  }
}
