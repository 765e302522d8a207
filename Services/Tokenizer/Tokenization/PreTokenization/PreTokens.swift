/// Text on its way to the model: the bytes, which a step may rewrite, and the pieces they are cut into.
struct PreTokens: TextPieces {
  var bytes: [UInt8]
  var pieces: [Range<Int>]
  /// Whether the first piece is where the whole input begins.
  var startsInput: Bool

  mutating func split(
    _ cut: (Span<UInt8>, Range<Int>) throws(TokenizerError) -> [Range<Int>]
  ) throws(TokenizerError) {
    let start = pieces.first?.lowerBound
    var parts: [Range<Int>] = []
    for piece in pieces { parts += try cut(bytes.span, piece) }
    startsInput = startsInput && parts.first?.lowerBound == start
    pieces = parts
  }

  mutating func split(at set: ScalarSet, keepsMatches: Bool) {
    let start = pieces.first?.lowerBound
    var parts: [Range<Int>] = []
    parts.reserveCapacity(pieces.count + 8)
    for piece in pieces {
      set.forEachPiece(of: bytes.span, in: piece, keepsMatches: keepsMatches) { parts.append($0) }
    }
    startsInput = startsInput && parts.first?.lowerBound == start
    pieces = parts
  }

  mutating func rewrite(_ rewrite: PieceRewrite) throws(TokenizerError) {
    var output = PlainOutput(byteCount: bytes.count)
    var ranges: [Range<Int>] = []
    for (index, piece) in pieces.enumerated() {
      let start = output.bytes.count
      rewrite.write(bytes.span.extracting(piece), startsInput: startsInput && index == 0, into: &output)
      ranges.append(start..<output.bytes.count)
    }
    bytes = output.bytes
    pieces = ranges
  }
}
