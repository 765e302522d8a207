/// Puts a Unigram model together from a file's tokens.
enum UnigramBuilder {
  /// The model, and the text of each token by id.
  static func build(
    _ tokens: [(piece: [UInt8], score: Double)], unknownID: Int?, hasByteFallback: Bool
  ) throws(TokenizerError) -> (Model, [[UInt8]?]) {
    guard tokens.count <= Vocabulary.countMax else {
      throw .limit("vocabulary of more than \(Vocabulary.countMax) tokens")
    }
    guard tokens.allSatisfy({ !$0.score.isNaN }) else { throw .malformed("a score is no number") }
    var byteIDs: [Int32]?
    if hasByteFallback {
      let ids = Dictionary(tokens.enumerated().map { ($1.piece, Int32($0)) }, uniquingKeysWith: { $1 })
      byteIDs = ByteFallback.ids { ids[$0] }
    }
    guard let id = Int32(exactly: unknownID ?? 0) else { throw .malformed("unk_id is not in the vocabulary") }
    let model = try UnigramModel(tokens: tokens, unknownID: unknownID == nil ? nil : id, byteIDs: byteIDs)
    return (.unigram(model), tokens.map(\.piece))
  }
}
