extension TokenizerJSON {
  /// The added tokens; those that are not in the model's vocabulary are appended to `pieces`.
  func addedTokens(_ pieces: inout [[UInt8]?]) throws(TokenizerError) -> [AddedToken] {
    guard let elements = root["added_tokens"]?.array else { return [] }
    let model = try Vocabulary(pieces)
    var next = Int32(pieces.count { $0 != nil })
    var added: [AddedToken] = []
    var known: [String: Int] = [:]
    for element in elements {
      var token = try addedToken(element)
      if token.content.isEmpty { continue }
      // HF tokenizers numbers new tokens on from the vocabulary, whatever id the file gives them.
      token.id = model.id(of: Array(token.content.utf8)) ?? known[token.content].map { added[$0].id } ?? next
      next = max(next, token.id + 1)
      try Self.place(token, in: &pieces)
      if let index = known[token.content] {
        added[index] = token
      } else {
        known[token.content] = added.count
        added.append(token)
      }
    }
    return added
  }

  private func addedToken(_ element: JSONValue) throws(TokenizerError) -> AddedToken {
    func flag(_ key: String) -> Bool { element[key]?.bool ?? false }
    return AddedToken(
      content: try Self.text(element, "content"), id: 0, isSpecial: flag("special"), isNormalized: flag("normalized"),
      isSingleWord: flag("single_word"), stripsLeft: flag("lstrip"), stripsRight: flag("rstrip"))
  }

  private static func place(_ token: AddedToken, in pieces: inout [[UInt8]?]) throws(TokenizerError) {
    let id = Int(token.id)
    guard id < Vocabulary.countMax else { throw .limit("vocabulary of more than \(Vocabulary.countMax) tokens") }
    if id >= pieces.count { pieces += [[UInt8]?](repeating: nil, count: id - pieces.count + 1) }
    pieces[id] = Array(token.content.utf8)
  }
}
