/// Text on its way to the model: the bytes, which a step may rewrite, and the pieces they are cut into.
struct PreTokens {
  var bytes: [UInt8]
  var pieces: [Range<Int>]
  /// Whether the first piece is where the whole input begins.
  let startsInput: Bool

  /// Cuts each piece further.
  mutating func split(_ splitter: Splitter, _ behavior: SplitBehavior, isInverted: Bool) throws(TokenizerError) {
    var cut: [Range<Int>] = []
    for piece in pieces {
      var segments = try splitter.segments(of: bytes.span, in: piece)
      if isInverted { for index in segments.indices { segments[index].isMatch.toggle() } }
      cut += behavior.pieces(of: segments)
    }
    pieces = cut
  }

  /// Rewrites each piece.
  mutating func rewrite(
    _ body: (ArraySlice<UInt8>, _ startsInput: Bool) throws(TokenizerError) -> [UInt8]
  ) throws(TokenizerError) {
    var rewritten: [UInt8] = []
    var ranges: [Range<Int>] = []
    for (index, piece) in pieces.enumerated() {
      let start = rewritten.count
      rewritten += try body(bytes[piece], startsInput && index == 0)
      ranges.append(start..<rewritten.count)
    }
    bytes = rewritten
    pieces = ranges
  }
}
