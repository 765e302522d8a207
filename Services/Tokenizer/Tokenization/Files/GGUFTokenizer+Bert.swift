extension GGUFTokenizer {
  /// `tokenizer.ggml.model = bert`: WordPiece, whose file marks the tokens that begin a word instead of those that go on.
  func bertParts() throws(TokenizerError) -> TokenizerParts {
    let start = Array("▁".utf8)
    let pieces = tokens.map { token -> [UInt8] in
      let text = Array(token.utf8)
      if text.starts(with: start) { return Array(text.dropFirst(start.count)) }
      return token.first == "[" && token.last == "]" && token.count > 2 ? text : Array("##".utf8) + text
    }
    var parts = try BertVocabulary(pieces: pieces).parts()
    parts.chat = chat()
    return parts
  }
}
