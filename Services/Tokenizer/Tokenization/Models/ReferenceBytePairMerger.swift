/// The definition of byte pair encoding as plainly as it can be said; tests hold ``BytePairMerger`` to it.
enum ReferenceBytePairMerger {
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
}
