/// How text is cut into pieces that no token crosses: tokenizer.json's `pre_tokenizer`.
indirect enum PreTokenizer: Sendable {
  case sequence([PreTokenizer])
  case split(Splitter, SplitBehavior, isInverted: Bool)
  case rewrite(PieceRewrite)

  static let identity = PreTokenizer.sequence([])

  /// SentencePiece's visible space, and the cut before each.
  static func metaspace(_ metaspace: Metaspace) -> PreTokenizer {
    let rewrite = PreTokenizer.rewrite(.metaspace(metaspace))
    guard metaspace.splits else { return rewrite }
    return .sequence([rewrite, .split(.literal(metaspace.replacement), .mergedWithNext, isInverted: false)])
  }

  /// Whether a step does something else where the whole input begins.
  var asksForStart: Bool {
    switch self {
    case .sequence(let parts): parts.contains(where: \.asksForStart)
    case .rewrite(.metaspace(let metaspace)): metaspace.scheme == .first
    case .split, .rewrite: false
    }
  }

  func apply<Pieces: TextPieces>(to pieces: inout Pieces) throws(TokenizerError) {
    switch self {
    case .sequence(let parts): for part in parts { try part.apply(to: &pieces) }
    case .split(.scalars(let set), .removed, isInverted: false): try pieces.split(at: set, keepsMatches: false)
    case .split(.scalars(let set), .isolated, isInverted: false): try pieces.split(at: set, keepsMatches: true)
    case .split(let splitter, let behavior, let isInverted):
      try pieces.split { (text, range) throws(TokenizerError) in
        var segments = try splitter.segments(of: text, in: range)
        if isInverted { for index in segments.indices { segments[index].isMatch.toggle() } }
        return behavior.pieces(of: segments)
      }
    case .rewrite(let rewrite): try pieces.rewrite(rewrite)
    }
  }

  /// The scanner that does all of the steps at once, where there is one.
  var cut: PatternCut? { splitPatterns.flatMap(PatternCut.init(splittingBy:)) }

  /// The patterns of the steps, if each isolates the matches of one.
  private var splitPatterns: [Pattern]? {
    switch self {
    case .sequence(let parts):
      var patterns: [Pattern] = []
      for part in parts {
        guard let more = part.splitPatterns else { return nil }
        patterns += more
      }
      return patterns
    case .split(.pattern(let pattern), .isolated, isInverted: false): return [pattern]
    default: return nil
    }
  }
}

/// Text on its way to the model, cut into pieces.
protocol TextPieces {
  /// Cuts each piece further, into what `cut` makes of it.
  mutating func split(
    _ cut: (Span<UInt8>, Range<Int>) throws(TokenizerError) -> [Range<Int>]
  ) throws(TokenizerError)
  /// Cuts each piece around every scalar of `set`, which becomes a piece of its own or goes.
  mutating func split(at set: ScalarSet, keepsMatches: Bool) throws(TokenizerError)
  /// Rewrites each piece.
  mutating func rewrite(_ rewrite: PieceRewrite) throws(TokenizerError)
}

extension ScalarSet {
  /// Calls `body` with each piece that cutting `text[range]` around the scalars of this set makes.
  @inline(__always)
  func forEachPiece(of text: Span<UInt8>, in range: Range<Int>, keepsMatches: Bool, _ body: (Range<Int>) -> Void) {
    var start = range.lowerBound
    var index = start
    while index < range.upperBound {
      let (scalar, length) = text.scalar(at: index)
      if contains(scalar) {
        if start < index { body(start..<index) }
        if keepsMatches { body(index..<index + length) }
        start = index + length
      }
      index += length
    }
    if start < range.upperBound { body(start..<range.upperBound) }
  }
}
