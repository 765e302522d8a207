/// Merges a word's tokens: always the pair of the lowest rank, of equal ones the leftmost, until none merges.
///
/// Source: Sennrich, Haddow, Birch, "Neural Machine Translation of Rare Words with Subword Units", ACL 2016.
struct BytePairMerger {
  /// Tokens up to which looking over all pairs for each merge is faster than keeping a heap.
  static let scannedCountMax = 48

  private var merges: [MergeTable.Merge] = []
  private var next: [Int] = []
  private var previous: [Int] = []
  private var heap = MergeHeap()

  init() {}

  /// Merges `tokens` in place.
  mutating func merge(_ tokens: inout [Int32], _ table: MergeTable) {
    if tokens.count < 2 { return }
    if tokens.count <= Self.scannedCountMax { mergeByScanning(&tokens, table) } else { mergeByHeap(&tokens, table) }
  }

  /// `merges[i]` is the merge of tokens i and i + 1. Quadratic, but in a few cache lines.
  private mutating func mergeByScanning(_ tokens: inout [Int32], _ table: MergeTable) {
    merges.removeAll(keepingCapacity: true)
    for index in 0..<(tokens.count - 1) { merges.append(table[tokens[index], tokens[index + 1]]) }
    while let index = lowest() {
      tokens[index] = MergeTable.merged(merges[index])
      tokens.remove(at: index + 1)
      merges.remove(at: index)
      if index > 0 { merges[index - 1] = table[tokens[index - 1], tokens[index]] }
      if index < merges.count { merges[index] = table[tokens[index], tokens[index + 1]] }
    }
  }

  private func lowest() -> Int? {
    var best = MergeTable.none
    var bestIndex: Int?
    for index in merges.indices where MergeTable.rank(merges[index]) < MergeTable.rank(best) {
      best = merges[index]
      bestIndex = index
    }
    return bestIndex
  }

  /// A linked list of tokens and a heap of merges, some of which are out of date: O(n log n).
  private mutating func mergeByHeap(_ tokens: inout [Int32], _ table: MergeTable) {
    let count = tokens.count
    next = Array(1...count)
    previous = Array(-1..<(count - 1))
    heap.removeAll()
    for index in 0..<(count - 1) { push(index, tokens, table) }
    while let (rank, index) = heap.popLowest() {
      let right = next[index]
      guard tokens[index] >= 0, right < count else { continue }
      let merge = table[tokens[index], tokens[right]]
      guard merge != MergeTable.none, MergeTable.rank(merge) == rank else { continue }
      tokens[index] = MergeTable.merged(merge)
      tokens[right] = -1
      next[index] = next[right]
      if next[right] < count { previous[next[right]] = index }
      if previous[index] >= 0 { push(previous[index], tokens, table) }
      push(index, tokens, table)
    }
    tokens.removeAll { $0 < 0 }
  }

  private mutating func push(_ index: Int, _ tokens: [Int32], _ table: MergeTable) {
    guard next[index] < tokens.count else { return }
    let merge = table[tokens[index], tokens[next[index]]]
    if merge != MergeTable.none { heap.push(rank: MergeTable.rank(merge), index: index) }
  }
}
