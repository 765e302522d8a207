/// What turns a piece of text into tokens: tokenizer.json's `model`.
enum Model: Sendable {
  case bytePair(BytePairModel)
  case affixedBytePair(AffixedBytePairModel)
  case unigram(UnigramModel)
  case wordPiece(WordPieceModel)
  case wordLevel(WordLevelModel)

  /// Buffers of one encode, reused over its pieces.
  struct Workspace {
    var bytePair = BytePairModel.Workspace()
    fileprivate var unigram = UnigramModel.Workspace()
    fileprivate var tokens: [ModelToken] = []
  }

  /// Appends the ids of `text[range]`.
  func encode(
    _ text: Span<UInt8>, _ range: Range<Int>, into ids: inout [Int32], _ workspace: inout Workspace
  ) throws(TokenizerError) {
    if case .bytePair(let model) = self {
      return model.encode(text, from: range.lowerBound, to: range.upperBound, into: &ids, &workspace.bytePair)
    }
    workspace.tokens.removeAll(keepingCapacity: true)
    try appendTokens(text, range, &workspace)
    for token in workspace.tokens { ids.append(token.id) }
  }

  /// The tokens of `text`, with the bytes that each stands for.
  func tokens(_ text: [UInt8], _ workspace: inout Workspace) throws(TokenizerError) -> [ModelToken] {
    if case .bytePair(let model) = self { return model.tokens(text, &workspace.bytePair) }
    workspace.tokens.removeAll(keepingCapacity: true)
    try appendTokens(text.span, 0..<text.count, &workspace)
    guard case .unigram(let model) = self else { return workspace.tokens }
    return workspace.tokens.map { token in
      token.id == model.unknownID
        ? ModelToken(id: token.id, range: token.range, surface: Array(text[token.range])) : token
    }
  }

  private func appendTokens(
    _ text: Span<UInt8>, _ range: Range<Int>, _ workspace: inout Workspace
  ) throws(TokenizerError) {
    switch self {
    case .bytePair: preconditionFailure("byte pairs are encoded without places")
    case .affixedBytePair(let model): model.encode(text, range, into: &workspace.tokens)
    case .unigram(let model): try model.encode(text, range, into: &workspace.tokens, &workspace.unigram)
    case .wordPiece(let model): try model.encode(text, range, into: &workspace.tokens)
    case .wordLevel(let model): try model.encode(text, range, into: &workspace.tokens)
    }
  }
}
