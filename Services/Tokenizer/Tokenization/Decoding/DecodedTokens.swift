/// Decoders under which a sequence's text is the tokens' own texts in a row, but for its beginning: decoding copies them.
struct DecodedTokens: Sendable {
  /// What is special about the beginning.
  private enum Start {
    case plain
    /// One space is taken off.
    case dropsSpace
    /// The first token has its own text.
    case ownText
  }

  private let start: Start
  private let isByteLevel: Bool
  private let bytes: TokenBytes
  private let decoder: Decoder

  /// Nil for a decoder that looks at tokens together. `bytes` are each token's by itself.
  init?(_ decoder: Decoder, _ bytes: TokenBytes) {
    guard let start = Self.start(decoder) else { return nil }
    self.start = start
    self.decoder = decoder
    self.bytes = bytes
    isByteLevel = if case .byteLevel? = decoder.steps.first { true } else { false }
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

  /// The text of `ids` without those marked as skipped; nil where tokens cannot be taken by themselves. `piece` is a token
  /// as decoding starts from it.
  func text(of ids: [Int32], skipsSpecial: Bool, piece: (Int32) -> [UInt8]?) -> String? {
    let skipped: TokenBytes.Marks = skipsSpecial ? .skipped : []
    if start != .ownText {
      let long = ids.count < LongText.tokenCountMin ? nil : longText(of: ids.span, skipped)
      return long ?? text(of: ids.span, skipping: skipped, dropsSpace: start == .dropsSpace, after: [])
    }
    let first = ids.firstIndex { bytes.marks(of: $0).isDisjoint(with: skipped) && piece($0) != nil }
    guard let first, let firstPiece = piece(ids[first]) else { return "" }
    let firstText = (try? decoder.decode([firstPiece])) ?? []
    return text(of: ids.span.extracting((first + 1)...), skipping: skipped, dropsSpace: false, after: firstText)
  }

  /// The same stretch by stretch; nil where that is not well-formed.
  private func longText(of ids: Span<Int32>, _ skipped: TokenBytes.Marks) -> String? {
    var text = LongText(of: bytes.likelyByteCount(of: ids), dropsSpace: start == .dropsSpace)
    for first in stride(from: 0, to: ids.count, by: LongText.stretchCount) {
      let stretch = ids.extracting(first..<min(first + LongText.stretchCount, ids.count))
      let isText = bytes.withBytes(of: stretch, skipping: skipped) { decoded, marks in
        text.append(decoded, isSure: !marks.contains(.partial))
      }
      guard isText else { return nil }
    }
    return text.whole
  }

  private func text(
    of ids: Span<Int32>, skipping skipped: TokenBytes.Marks, dropsSpace: Bool, after first: [UInt8]
  ) -> String? {
    bytes.withBytes(of: ids, skipping: skipped) { decoded, marks in
      if !first.isEmpty {
        let whole = first + decoded
        return string(whole.span, marks, isSure: false)
      }
      let text = dropsSpace && decoded.first == 0x20 ? UnsafeBufferPointer(rebasing: decoded.dropFirst()) : decoded
      return string(text.span, marks, isSure: !marks.contains(.partial))
    }
  }

  /// `isSure` of bytes that are well-formed.
  private func string(_ text: Span<UInt8>, _ marks: TokenBytes.Marks, isSure: Bool) -> String? {
    if isSure || text.isUTF8 { return String(wellFormed: text) }
    // Mostly a text whose last scalar is not all there.
    let end = text.count - text.withUnsafeBufferPointer(StreamingDecoder.incompleteTailCount)
    if isByteLevel, text.extracting(..<end).isUTF8 {
      let tail = text.extracting(end...).withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
      return String(wellFormed: text.extracting(..<end)) + tail
    }
    // Of byte tokens that make no text each becomes U+FFFD, which the long way knows.
    guard isByteLevel || !marks.contains(.partial) else { return nil }
    return text.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
  }
}
