extension TokenizerJSON {
  /// The added tokens, numbered on from the model's `pieceCount` tokens where it has not got them.
  func addedTokens(
    pieceCount: Int, id: ([UInt8]) -> Int32?
  ) throws(TokenizerError) -> [AddedToken] {
    guard let elements = root["added_tokens"]?.array else { return [] }
    var next = Int32(pieceCount)
    var added: [AddedToken] = []
    var known: [String: Int] = [:]
    for element in elements {
      var token = try addedToken(element)
      if token.content.isEmpty { continue }
      // HF tokenizers numbers new tokens on from the vocabulary, whatever id the file gives them.
      token.id = id(Array(token.content.utf8)) ?? known[token.content].map { added[$0].id } ?? next
      next = max(next, token.id + 1)
      guard token.id < Vocabulary.countMax else {
        throw .limit("vocabulary of more than \(Vocabulary.countMax) tokens")
      }
      if let index = known[token.content] {
        added[index] = token
      } else {
        known[token.content] = added.count
        added.append(token)
      }
    }
    return added
  }

  /// `pieces` with the added tokens in their places.
  static func placing(_ added: [AddedToken], in pieces: ByteStrings) -> ByteStrings {
    pieces.replacing(Dictionary(added.map { (Int($0.id), Array($0.content.utf8)) }, uniquingKeysWith: { $1 }))
  }

  private func addedToken(_ element: JSONValue) throws(TokenizerError) -> AddedToken {
    func flag(_ key: String) -> Bool { element[key]?.bool ?? false }
    return AddedToken(
      content: try Self.text(element, "content"), id: 0, isSpecial: flag("special"), isNormalized: flag("normalized"),
      isSingleWord: flag("single_word"), stripsLeft: flag("lstrip"), stripsRight: flag("rstrip"))
  }
}
