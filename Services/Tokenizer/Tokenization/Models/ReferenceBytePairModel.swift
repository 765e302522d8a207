/// Byte pair encoding of one word as plainly as it can be said; tests hold ``BytePairTables`` to it.
///
/// Source: Sennrich, Haddow, Birch, "Neural Machine Translation of Rare Words with Subword Units", ACL 2016.
struct ReferenceBytePairModel {
  private let source: BytePairSource
  private let vocabulary: Vocabulary
  private let table: MergeTable

  init(_ source: BytePairSource) throws(TokenizerError) {
    self.source = source
    vocabulary = try Vocabulary(source.tokens.map { $0.isEmpty ? nil : $0 })
    table = MergeTable(source.merges)
  }

  /// The ids of a word.
  func encode(_ word: [UInt8]) -> [Int32] {
    if source.ignoresMerges, let id = vocabulary.id(of: word) { return [id] }
    return Self.merge(symbols(of: word), table)
  }

  /// Merges always the pair of the lowest rank, of equal ones the leftmost, until none merges.
  static func merge(_ tokens: [Int32], _ table: MergeTable) -> [Int32] {
    var tokens = tokens
    while true {
      let pairs = zip(tokens, tokens.dropFirst()).map { table[$0, $1] }
      guard let lowest = pairs.map(MergeTable.rank).min(), lowest != MergeTable.rank(MergeTable.none),
        let index = pairs.firstIndex(where: { MergeTable.rank($0) == lowest })
      else { return tokens }
      tokens.replaceSubrange(index...index + 1, with: [MergeTable.merged(pairs[index])])
    }
  }

  private func symbols(of word: [UInt8]) -> [Int32] {
    var ids: [Int32] = []
    var followsUnknown = false
    var index = 0
    while index < word.count {
      let length = source.alphabet == .bytes ? 1 : word.span.scalar(at: index).length
      let symbol = Array(word[index..<index + length])
      if let id = vocabulary.id(of: symbol) {
        ids.append(id)
        followsUnknown = false
      } else {
        ids += unknownIDs(symbol, followsUnknown)
        followsUnknown = source.unknown.byteIDs == nil
      }
      index += length
    }
    return ids
  }

  private func unknownIDs(_ symbol: [UInt8], _ followsUnknown: Bool) -> [Int32] {
    if let byteIDs = source.unknown.byteIDs { return symbol.map { byteIDs[Int($0)] } }
    guard let id = source.unknown.id, !(source.unknown.isFused && followsUnknown) else { return [] }
    return [id]
  }
}
