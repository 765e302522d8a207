internal import CBytePairs

/// A long text put together from stretches, whose bytes are still in the nearer caches when they are copied to their place:
/// first touching memory takes longer than decoding into it.
struct LongText {
  /// Tokens from which on this pays, and of a stretch.
  static let tokenCountMin = 1 << 16
  static let stretchCount = 1 << 12

  private var text = ""
  /// The start of a scalar in which the stretch before ended.
  private var rest: [UInt8] = []
  /// Whether a space is taken off the text that comes next.
  private var dropsSpace: Bool

  private let byteCount: Int

  /// For a text of up to `byteCount` bytes; a longer one has to move once.
  init(of byteCount: Int, dropsSpace: Bool) {
    self.byteCount = byteCount
    self.dropsSpace = dropsSpace
    text.reserveCapacity(byteCount)
  }

  /// Appends a stretch, `isSure` of one that is text by itself. False where it is no text.
  mutating func append(_ bytes: UnsafeBufferPointer<UInt8>, isSure: Bool) -> Bool {
    if isSure && rest.isEmpty { return append(text: bytes) }
    let joined = rest + bytes
    return joined.withUnsafeBufferPointer { joined in
      let end = joined.count - StreamingDecoder.incompleteTailCount(joined)
      guard joined.span.extracting(..<end).isUTF8 else { return false }
      rest = Array(joined[end...])
      return append(text: UnsafeBufferPointer(rebasing: joined[..<end]))
    }
  }

  /// All of it; nil where it ends inside a scalar.
  var whole: String? { rest.isEmpty ? text : nil }

  private mutating func append(text bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = bytes.first else { return true }
    let isDropped = dropsSpace && first == 0x20
    dropsSpace = false
    let isFirst = text.isEmpty
    text += String(wellFormed: bytes.span.extracting((isDropped ? 1 : 0)...))
    // Not before, since an empty text shows no memory.
    if isFirst { text.withUTF8 { weir_memory_prefer_large($0.baseAddress, byteCount) } }
    return true
  }
}
