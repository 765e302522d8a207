/// Puts a byte pair model together from the tokens as a file writes them.
struct BytePairBuilder {
  /// Tokens as the file writes them.
  let pieces: Vocabulary
  /// The bytes that each token stands for.
  private let tokens: [[UInt8]]
  private let isByteLevel: Bool

  init(pieces: [[UInt8]?], isByteLevel: Bool) throws(TokenizerError) {
    self.pieces = try Vocabulary(pieces)
    self.isByteLevel = isByteLevel
    // A token with a character outside the alphabet is one that no bytes lead to.
    tokens = pieces.map { ($0.flatMap { isByteLevel ? ByteLevelAlphabet.bytes(of: $0) : $0 }) ?? [] }
  }

  /// "a b" in two.
  static func halves(_ merge: String) -> [[UInt8]] { merge.utf8.split(separator: 0x20).map(Array.init) }

  func entry(_ left: [UInt8], _ right: [UInt8], rank: Int) throws(TokenizerError) -> MergeTable.Entry {
    guard let leftID = pieces.id(of: left), let rightID = pieces.id(of: right),
      let merged = pieces.id(of: left + right), let rank = UInt32(exactly: rank)
    else { throw .malformed("merge \(rank) names a token that is not in the vocabulary") }
    return MergeTable.Entry(left: leftID, right: rightID, rank: rank, merged: merged)
  }

  /// The ids of `<0x00>`…`<0xFF>`.
  func byteFallbackIDs() throws(TokenizerError) -> [Int32] {
    var ids: [Int32] = []
    for byte in UInt8.min...UInt8.max {
      let digits = String(byte, radix: 16, uppercase: true)
      let name = "<0x\(digits.count == 1 ? "0" : "")\(digits)>"
      guard let id = pieces.id(of: Array(name.utf8)) else { throw .malformed("byte fallback without \(name)") }
      ids.append(id)
    }
    return ids
  }

  func model(
    merges: [MergeTable.Entry], unknown: BytePairModel.Unknown, ignoresMerges: Bool
  ) throws(TokenizerError) -> BytePairModel {
    try BytePairModel(
      BytePairSource(
        tokens: tokens, merges: merges,
        alphabet: isByteLevel ? .bytes : .scalars, unknown: unknown, ignoresMerges: ignoresMerges))
  }
}
