import TestSupport
import Testing

@testable import Tokenization

@Suite struct BytePairTests {
  private func table(_ merges: [(Int32, Int32, Int32)]) -> MergeTable {
    MergeTable(merges.enumerated().map { .init(left: $1.0, right: $1.1, rank: UInt32($0), merged: $1.2) })
  }

  private func merged(_ tokens: [Int32], _ table: MergeTable) -> [Int32] {
    var tokens = tokens
    var merger = BytePairMerger()
    merger.merge(&tokens, table)
    return tokens
  }

  @Test func lowestRankGoesFirstThenLeftmost() {
    let table = table([(1, 2, 12), (0, 1, 10), (0, 0, 20)])
    #expect(merged([0, 1, 2], table) == [0, 12])
    #expect(merged([0, 1, 0, 1], table) == [10, 10])
    #expect(merged([0, 0, 0], table) == [20, 0])
  }

  /// Two tokens of equal score: the left one first, whatever their ids.
  @Test func equalRanksGoLeftToRight() {
    let table = MergeTable([
      .init(left: 1, right: 2, rank: 5, merged: 9), .init(left: 2, right: 3, rank: 5, merged: 8),
    ])
    #expect(merged([1, 2, 3], table) == [9, 3])
    #expect(ReferenceBytePairMerger.merge([1, 2, 3], table) == [9, 3])
  }

  /// Both fast ways, scanned and by heap, give what the definition gives.
  @Test(arguments: [3, 20, BytePairMerger.scannedCountMax, BytePairMerger.scannedCountMax + 1, 200])
  func equalsTheDefinition(_ countMax: Int) {
    var random = SeededGenerator(seed: UInt64(countMax))
    for _ in 0..<150 {
      let letters = Int32.random(in: 1...4, using: &random)
      var entries: [MergeTable.Entry] = []
      for rank in 0..<Int.random(in: 1...40, using: &random) {
        let known = letters + Int32(entries.count)
        entries.append(
          .init(
            left: .random(in: 0..<known, using: &random), right: .random(in: 0..<known, using: &random),
            rank: UInt32(rank), merged: known))
      }
      let table = MergeTable(entries)
      let tokens = (0..<Int.random(in: 0...countMax, using: &random)).map { _ in
        Int32.random(in: 0..<letters, using: &random)
      }
      #expect(merged(tokens, table) == ReferenceBytePairMerger.merge(tokens, table))
    }
  }

  @Test func vocabularyFindsWhatItHolds() throws {
    let tokens = (0..<500).map { Array("token\($0)".utf8) as [UInt8]? } + [nil]
    let vocabulary = try Vocabulary(tokens)
    for (id, token) in tokens.enumerated() { #expect(token.map { vocabulary.id(of: $0) } ?? Int32(id) == Int32(id)) }
    #expect(vocabulary.id(of: Array("token".utf8)) == nil)
    #expect(throws: TokenizerError.self) { try Vocabulary([[1], [1]]) }
  }
}
