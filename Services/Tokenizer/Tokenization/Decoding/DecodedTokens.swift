/// The text of each token by itself, for decoders under which a sequence's text is those texts in a row, but for its
/// beginning.
struct DecodedTokens: Sendable {
  /// What is special about the beginning.
  private enum Start {
    case plain
    /// One space is taken off.
    case dropsSpace
    /// The first token has its own text.
    case ownText
  }

  private let start: Start?
  private let bytes: TokenBytes
  private let decoder: Decoder
  private let pieces: [[UInt8]?]

  init(_ pieces: [[UInt8]?], _ decoder: Decoder) throws(TokenizerError) {
    start = Self.start(decoder)
    self.decoder = decoder
    self.pieces = start == .ownText ? pieces : []
    var bytes = TokenBytes()
    if start != nil { for piece in pieces { try bytes.append(try decoder.bytes(of: piece ?? [])) } }
    self.bytes = bytes
  }

  private static func start(_ decoder: Decoder) -> Start? {
    guard decoder.separator.isEmpty else { return nil }
    switch decoder.steps.first {
    case .byteLevel where decoder.steps.count == 1: return .plain
    case .metaspace where decoder.steps.count == 1, .wordPiece where decoder.steps.count == 1: return .ownText
    case .replace(.literal, _):
      guard decoder.steps.count >= 3, case .byteFallback = decoder.steps[1], case .fuse = decoder.steps[2] else {
        return nil
      }
      if decoder.steps.count == 3 { return .plain }
      guard decoder.steps.count == 4, case .strip([0x20], start: 1, stop: 0) = decoder.steps[3] else { return nil }
      return .dropsSpace
    default: return nil
    }
  }

  /// The text of `ids` without those in `skipped`; nil where tokens cannot be taken by themselves.
  func text(of ids: [Int32], skipping skipped: Set<Int32>) -> String? {
    guard let start else { return nil }
    var text: [UInt8] = []
    text.reserveCapacity(ids.count * 5)
    var isFirst = start == .ownText
    for id in ids where skipped.isEmpty || !skipped.contains(id) {
      if isFirst, pieces.indices.contains(Int(id)), let piece = pieces[Int(id)] {
        text += (try? decoder.decode([piece])) ?? []
        isFirst = false
      } else {
        text += bytes[id]
      }
    }
    if start == .dropsSpace, text.first == 0x20 { text.removeFirst() }
    if case .byteLevel? = decoder.steps.first { return String(decoding: text, as: UTF8.self) }
    // Of byte tokens that make no text each becomes U+FFFD, which the long way knows.
    return String(validating: text, as: UTF8.self)
  }
}
