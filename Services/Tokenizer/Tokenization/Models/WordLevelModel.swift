/// Each piece is one token, or unknown.
struct WordLevelModel: Sendable {
  private let vocabulary: Vocabulary
  private let unknownID: Int32?

  init(vocabulary: Vocabulary, unknown: [UInt8]) {
    self.vocabulary = vocabulary
    unknownID = vocabulary.id(of: unknown)
  }

  /// Appends the token of `text[range]`.
  ///
  /// - Throws: ``TokenizerError/malformed(_:)`` for an unknown piece when the vocabulary has no token for that.
  func encode(_ text: Span<UInt8>, _ range: Range<Int>, into tokens: inout [ModelToken]) throws(TokenizerError) {
    guard let id = vocabulary.id(of: text, from: range.lowerBound, to: range.upperBound) ?? unknownID else {
      throw .malformed("unknown word, and the vocabulary lacks unk_token")
    }
    tokens.append(ModelToken(id: id, range: range))
  }
}
