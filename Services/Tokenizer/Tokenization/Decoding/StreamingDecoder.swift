/// Text from bytes that come piece by piece: a scalar is never split, and each maximal ill-formed part becomes one
/// U+FFFD, however the bytes are cut.
///
/// Source: the Unicode Standard, section 3.9, "U+FFFD Substitution of Maximal Subparts".
public struct StreamingDecoder: Sendable {
  /// The start of a scalar whose end has not come, the first byte lowest.
  private var pending: UInt32 = 0
  /// At most three.
  private var pendingCount = 0

  public init() {}

  /// The text that `bytes` complete.
  public mutating func push(_ bytes: some Sequence<UInt8>) -> String {
    let text = bytes.withContiguousStorageIfAvailable { push($0) }
    return text ?? Array(bytes).withUnsafeBufferPointer { push($0) }
  }

  /// The text that one more token completes. Without `includesSpecial` control tokens have none.
  ///
  /// Takes no memory unless the text is longer than 15 bytes or a token completes another's scalar.
  public mutating func push(_ id: Int32, of tokenizer: Tokenizer, includesSpecial: Bool = false) -> String {
    let tokens = tokenizer.tokenBytes
    let marks = tokens.marks(of: id)
    if marks.contains(.special), !includesSpecial { return "" }
    if pendingCount == 0, !marks.contains(.partial) {
      return tokens.withBytes(of: id) { String(decoding: $0, as: UTF8.self) }
    }
    return tokens.withBytes(of: id) { push($0) }
  }

  /// What is left at the end: nothing, or one U+FFFD for a scalar that was begun.
  public mutating func finish() -> String {
    defer { pendingCount = 0 }
    return withUnsafeBytes(of: pending.littleEndian) { String(decoding: $0.prefix(pendingCount), as: UTF8.self) }
  }

  private mutating func push(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    if pendingCount == 0 { return release(bytes) }
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: pendingCount + bytes.count) { joined in
      for index in 0..<pendingCount { joined[index] = UInt8(truncatingIfNeeded: pending >> (8 * index)) }
      _ = UnsafeMutableBufferPointer(rebasing: joined[pendingCount...]).update(fromContentsOf: bytes)
      return release(UnsafeBufferPointer(joined))
    }
  }

  /// The text of `bytes` but for the start of a scalar at their end, which waits.
  private mutating func release(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    let tail = Self.incompleteTailCount(bytes)
    let complete = bytes.count - tail
    pending = 0
    pendingCount = tail
    for index in 0..<tail { pending |= UInt32(bytes[complete + index]) << (8 * index) }
    return complete == 0 ? "" : String(decoding: bytes.prefix(complete), as: UTF8.self)
  }

  /// How many bytes at the end are the start of a well-formed scalar.
  static func incompleteTailCount(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
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
  private static func isPrefix(_ tail: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    guard let first = tail.first, let second = tail.dropFirst().first else { return true }
    switch first {
    case 0xe0: return second >= 0xa0
    case 0xf0: return second >= 0x90
    case 0xf4: return second <= 0x8f
    default: return true
    }
  }
}
