internal import ModelFiles

extension GGUFTokenizer {
  /// `tokenizer.ggml.model = llama`: SentencePiece BPE, whose merges follow from the scores.
  func sentencePieceParts() throws(TokenizerError) -> TokenizerParts {
    var file = try sentencePieceFile()
    file.algorithm = .bytePair
    file.removesExtraSpaces = false
    return try complete(file, .beforeEachText, addsStart: true, addsEnd: false)
  }

  /// `tokenizer.ggml.model = t5`: SentencePiece Unigram.
  func unigramParts() throws(TokenizerError) -> TokenizerParts {
    var file = try sentencePieceFile()
    file.charsMap = metadata["tokenizer.ggml.precompiled_charsmap"]?.ints?.map { UInt8(truncatingIfNeeded: $0) } ?? []
    file.removesExtraSpaces = flag("remove_extra_whitespaces", default: true)
    let spaces = file.removesExtraSpaces ? SentencePieceFile.Spaces.betweenWordsAtWhitespace : .betweenWords
    return try complete(file, spaces, addsStart: false, addsEnd: true)
  }

  private func complete(
    _ file: SentencePieceFile, _ spaces: SentencePieceFile.Spaces, addsStart: Bool, addsEnd: Bool
  ) throws(TokenizerError) -> TokenizerParts {
    var parts = try file.parts(spaces, postProcessor(addsStart: addsStart, addsEnd: addsEnd))
    parts.addedTokens = addedTokens()
    parts.chat = chat()
    return parts
  }

  private func sentencePieceFile() throws(TokenizerError) -> SentencePieceFile {
    guard let scores = metadata["tokenizer.ggml.scores"]?.floats, scores.count == tokens.count else {
      throw .malformed("tokenizer.ggml.scores is missing or has another length than tokens")
    }
    guard !scores.contains(where: \.isNaN) else { throw .malformed("a score is no number") }
    var file = SentencePieceFile()
    file.pieces = tokens.indices.map { id in
      .init(text: Array(tokens[id].utf8), score: scores[id], kind: .init(rawValue: Int(kinds[id])) ?? .normal)
    }
    if let unknown = tokenID("unknown") { file.pieces[Int(unknown)].kind = .unknown }
    file.hasByteFallback = kinds.contains(Kind.byte)
    file.addsSpace = flag("add_space_prefix", default: true)
    return file
  }
}
