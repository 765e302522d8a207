internal import ModelFiles

extension GGUFTokenizer {
  /// `tokenizer.ggml.model = gpt2`: byte-level BPE, cut as `tokenizer.ggml.pre` says.
  func byteLevelParts() throws(TokenizerError) -> TokenizerParts {
    let architecture = metadata["general.architecture"]?.string ?? ""
    guard
      let name = metadata["tokenizer.ggml.pre"]?.string ?? GGUFPreTokenizer.name(ofArchitecture: architecture)
    else { throw .unsupported(component: "tokenizer.ggml.pre (the file has none)") }
    let preTokenizer = try GGUFPreTokenizer(named: name)
    let builder = try BytePairBuilder(pieces: uniquePieces(), isByteLevel: preTokenizer.alphabet == .bytes)
    var unknown = BytePairModel.Unknown()
    if preTokenizer.alphabet == .visibleSpaces {
      unknown = BytePairModel.Unknown(id: tokenID("unknown"), isFused: true, byteIDs: builder.byteFallbackIDs())
    }
    let model = try builder.model(
      merges: try merges(builder), unknown: unknown, ignoresMerges: preTokenizer.ignoresMerges)
    return TokenizerParts(
      normalizer: preTokenizer.normalizer, preTokenizer: preTokenizer.steps, model: .bytePair(model),
      postProcessor: postProcessor(addsStart: preTokenizer.addsStart), decoder: Self.decoder(preTokenizer.alphabet),
      pieces: try ByteStrings(pieces), addedTokens: addedTokens(), chat: chat())
  }

  private static func decoder(_ alphabet: GGUFPreTokenizer.Alphabet) -> Decoder {
    guard alphabet == .visibleSpaces else { return Decoder(steps: [.byteLevel]) }
    return Decoder(steps: [.replace(.literal(Array("▁".utf8)), with: [0x20]), .byteFallback, .fuse])
  }

  /// Padding to a round size repeats names such as `[PAD]`; those tokens are never reached.
  private func uniquePieces() -> [[UInt8]?] {
    tokens.indices.map { kinds[$0] == Kind.unused ? nil : Array(tokens[$0].utf8) }
  }

  private func merges(_ builder: BytePairBuilder) throws(TokenizerError) -> [MergeTable.Entry] {
    guard let merges = metadata["tokenizer.ggml.merges"]?.strings else {
      throw .malformed("the file has no tokenizer.ggml.merges")
    }
    var entries: [MergeTable.Entry] = []
    for (rank, merge) in merges.enumerated() {
      let pair = BytePairBuilder.halves(merge)
      guard pair.count == 2 else { throw .malformed("merge \(rank) is no pair") }
      entries.append(try builder.entry(pair[0], pair[1], rank: rank))
    }
    return entries
  }
}
