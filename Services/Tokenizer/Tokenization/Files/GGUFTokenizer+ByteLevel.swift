internal import ModelFiles

extension GGUFTokenizer {
  /// `tokenizer.ggml.model = gpt2`: byte-level BPE, cut as `tokenizer.ggml.pre` says.
  func byteLevelParts() throws(TokenizerError) -> TokenizerParts {
    let architecture = metadata["general.architecture"]?.string ?? ""
    guard
      let name = metadata["tokenizer.ggml.pre"]?.string ?? GGUFPreTokenizer.name(ofArchitecture: architecture)
    else { throw .unsupported(component: "tokenizer.ggml.pre (the file has none)") }
    let preTokenizer = try GGUFPreTokenizer(named: name)
    // Padding to a round size repeats names such as `[PAD]`; those tokens are never reached.
    let unused = otherIDs.filter { kinds[$0] == Kind.unused }
    var isUnused = unused.isEmpty ? nil : [Bool](repeating: false, count: kinds.count)
    for id in unused { isUnused?[id] = true }
    guard let pieces = FlatPieces(tokens, without: isUnused) else {
      throw .malformed("two ids have the same token, or there are too many")
    }
    var unknown = BytePairModel.Unknown()
    if preTokenizer.alphabet == .visibleSpaces {
      unknown = BytePairModel.Unknown(
        id: tokenID("unknown"), isFused: true, byteIDs: ByteFallback.ids { pieces.id(of: $0) })
    }
    let model = BytePairModel(
      pieces, isByteLevel: preTokenizer.alphabet == .bytes, merges: try merges(pieces), unknown: unknown,
      ignoresMerges: preTokenizer.ignoresMerges)
    return TokenizerParts(
      normalizer: preTokenizer.normalizer, preTokenizer: preTokenizer.steps, model: .bytePair(model),
      postProcessor: postProcessor(addsStart: preTokenizer.addsStart), decoder: Self.decoder(preTokenizer.alphabet),
      pieces: pieces.strings, addedTokens: addedTokens(), chat: chat())
  }

  private static func decoder(_ alphabet: GGUFPreTokenizer.Alphabet) -> Decoder {
    guard alphabet == .visibleSpaces else { return Decoder(steps: [.byteLevel]) }
    return Decoder(steps: [.replace(.literal(Array("▁".utf8)), with: [0x20]), .byteFallback, .fuse])
  }

  private func merges(_ pieces: FlatPieces) throws(TokenizerError) -> FlatTable<MergeTable.Entry> {
    guard let merges = metadata["tokenizer.ggml.merges"]?.packedStrings else {
      throw .malformed("the file has no tokenizer.ggml.merges")
    }
    guard let entries = pieces.merges(merges) else {
      throw .malformed("a merge is no pair, or names a token that is not in the vocabulary")
    }
    return entries
  }
}
