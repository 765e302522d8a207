/// How text is cut into pieces that no token crosses: tokenizer.json's `pre_tokenizer`.
indirect enum PreTokenizer: Sendable {
  case sequence([PreTokenizer])
  case split(Splitter, SplitBehavior, isInverted: Bool)
  /// A space before a piece that has none.
  case prefixSpace
  /// Each byte as its visible character (``ByteLevelAlphabet``), where later steps look at those characters.
  case byteLevelCharacters
  /// SentencePiece's visible space.
  case metaspace(Metaspace)

  static let identity = PreTokenizer.sequence([])

  func apply(to tokens: inout PreTokens) throws(TokenizerError) {
    switch self {
    case .sequence(let parts): for part in parts { try part.apply(to: &tokens) }
    case .split(let splitter, let behavior, let isInverted):
      try tokens.split(splitter, behavior, isInverted: isInverted)
    case .prefixSpace:
      try tokens.rewrite { (piece, _) throws(TokenizerError) in piece.first == 0x20 ? Array(piece) : [0x20] + piece }
    case .byteLevelCharacters:
      try tokens.rewrite { (piece, _) throws(TokenizerError) in ByteLevelAlphabet.characters(of: piece) }
    case .metaspace(let metaspace): try metaspace.apply(to: &tokens)
    }
  }

  /// The scanner that does all of the steps at once, where there is one.
  var cut: WordCut? { splitPatterns.flatMap(WordCut.init(splittingBy:)) }

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
