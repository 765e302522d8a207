internal import ModelFiles

extension GGUFTokenizer {
  /// `tokenizer.ggml.model = llama`: SentencePiece BPE, whose merges follow from the scores.
  func sentencePieceParts() throws(TokenizerError) -> TokenizerParts {
    let builder = try BytePairBuilder(pieces: pieces, isByteLevel: false)
    var unknown = BytePairModel.Unknown(id: tokenID("unknown"), isFused: true)
    if kinds.contains(Kind.byte) { unknown.byteIDs = builder.byteFallbackIDs() }
    let model = try builder.model(merges: try scoredMerges(builder), unknown: unknown, ignoresMerges: false)
    let addsSpace = flag("add_space_prefix", default: true)
    return TokenizerParts(
      normalizer: Self.normalizer(addsSpace), model: .bytePair(model), postProcessor: postProcessor(addsStart: true),
      decoder: Self.decoder(addsSpace), pieces: pieces, addedTokens: addedTokens(), chat: chat())
  }

  private static let space = Array("▁".utf8)

  private static func normalizer(_ addsSpace: Bool) -> Normalizer {
    .sequence((addsSpace ? [.prepend(space)] : []) + [.replace(.literal([0x20]), with: space)])
  }

  private static func decoder(_ addsSpace: Bool) -> Decoder {
    let steps: [Decoder.Step] = [.replace(.literal(space), with: [0x20]), .byteFallback, .fuse]
    return Decoder(steps: addsSpace ? steps + [.strip(content: [0x20], start: 1, stop: 0)] : steps)
  }

  /// SentencePiece merges two neighbours whenever both together are a token, of the highest score first.
  private func scoredMerges(_ builder: BytePairBuilder) throws(TokenizerError) -> [MergeTable.Entry] {
    guard let scores = metadata["tokenizer.ggml.scores"]?.floats, scores.count == tokens.count else {
      throw .malformed("tokenizer.ggml.scores is missing or has another length than tokens")
    }
    let ranks = Self.ranks(scores)
    var entries: [MergeTable.Entry] = []
    for id in tokens.indices where kinds[id] == Kind.normal || kinds[id] == Kind.userDefined {
      let piece = Array(tokens[id].utf8)
      for cut in piece.indices.dropFirst() where piece[cut] & 0xc0 != 0x80 {
        guard let left = builder.pieces.id(of: Array(piece[..<cut])),
          let right = builder.pieces.id(of: Array(piece[cut...]))
        else { continue }
        entries.append(MergeTable.Entry(left: left, right: right, rank: ranks[id], merged: Int32(id)))
      }
    }
    return entries
  }

  /// Equal scores share a rank, so that the leftmost of them goes first.
  private static func ranks(_ scores: [Float]) -> [UInt32] {
    var ranks = [UInt32](repeating: 0, count: scores.count)
    var rank: UInt32 = 0
    var previous: Float?
    for id in scores.indices.sorted(by: { (scores[$0], $1) > (scores[$1], $0) }) {
      if let previous, scores[id] < previous { rank += 1 }
      previous = scores[id]
      ranks[id] = rank
    }
    return ranks
  }
}
