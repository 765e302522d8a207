/// Puts a byte pair model together from the tokens as a file writes them.
struct BytePairBuilder {
  /// Tokens as the file writes them.
  let pieces: Vocabulary
  private let vocabulary: Vocabulary
  private let isByteLevel: Bool

  init(pieces: [[UInt8]?], isByteLevel: Bool) throws(TokenizerError) {
    self.pieces = try Vocabulary(pieces)
    self.isByteLevel = isByteLevel
    // A token with a character outside the alphabet is one that no bytes lead to.
    vocabulary = isByteLevel ? try Vocabulary(pieces.map { $0.flatMap(ByteLevelAlphabet.bytes(of:)) }) : self.pieces
  }

  /// "a b" in two.
  static func halves(_ merge: String) -> [[UInt8]] { merge.utf8.split(separator: 0x20).map(Array.init) }

  /// The merge of two tokens; the second's first `prefixCount` bytes only tell that it goes on with a word.
  func entry(
    _ left: [UInt8], _ right: [UInt8], rank: Int, prefixCount: Int = 0
  ) throws(TokenizerError) -> MergeTable.Entry {
    guard let leftID = pieces.id(of: left), let rightID = pieces.id(of: right),
      let merged = pieces.id(of: left + right.dropFirst(prefixCount)), let rank = UInt32(exactly: rank)
    else { throw .malformed("merge \(rank) names a token that is not in the vocabulary") }
    return MergeTable.Entry(left: leftID, right: rightID, rank: rank, merged: merged)
  }

  /// The ids of `<0x00>`…`<0xFF>`; -1 for a byte that has none.
  func byteFallbackIDs() -> [Int32] { ByteFallback.ids { pieces.id(of: $0) } }

  func model(
    merges: [MergeTable.Entry], unknown: BytePairModel.Unknown, ignoresMerges: Bool
  ) throws(TokenizerError) -> BytePairModel {
    BytePairModel(
      vocabulary: vocabulary, merges: FlatTable(merges), alphabet: isByteLevel ? .bytes : .scalars, unknown: unknown,
      ignoresMerges: ignoresMerges)
  }
}
