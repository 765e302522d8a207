/// Pieces that know where they came from: what ``PreTokens`` is without alignment.
struct AlignedPieces: TextPieces {
  private(set) var pieces: [AlignedText]

  init(_ text: AlignedText) { pieces = [text] }

  mutating func split(
    _ cut: (Span<UInt8>, Range<Int>) throws(TokenizerError) -> [Range<Int>]
  ) throws(TokenizerError) {
    var parts: [AlignedText] = []
    for piece in pieces {
      for range in try cut(piece.bytes.span, 0..<piece.bytes.count) where !range.isEmpty {
        parts.append(piece.slice(range))
      }
    }
    pieces = parts
  }

  mutating func split(at set: ScalarSet, keepsMatches: Bool) {
    var parts: [AlignedText] = []
    for piece in pieces {
      set.forEachPiece(of: piece.bytes.span, in: 0..<piece.bytes.count, keepsMatches: keepsMatches) {
        parts.append(piece.slice($0))
      }
    }
    pieces = parts
  }

  mutating func rewrite(_ rewrite: PieceRewrite) throws(TokenizerError) {
    for index in pieces.indices {
      let startsInput = pieces[index].origin == 0
      pieces[index] = try pieces[index].rewritten { (text, output) throws(TokenizerError) in
        rewrite.write(text, startsInput: startsInput, into: &output)
      }
    }
  }
}
