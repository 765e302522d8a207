import TestSupport
import Testing

@testable import Tokenization

@Suite struct BytePairTests {
  private func table(_ merges: [(Int32, Int32, Int32)]) -> MergeTable {
    MergeTable(merges.enumerated().map { .init(left: $1.0, right: $1.1, rank: UInt32($0), merged: $1.2) })
  }

  @Test func lowestRankGoesFirstThenLeftmost() {
    let table = table([(1, 2, 12), (0, 1, 10), (0, 0, 20)])
    #expect(ReferenceBytePairMerger.merge([0, 1, 2], table) == [0, 12])
    #expect(ReferenceBytePairMerger.merge([0, 1, 0, 1], table) == [10, 10])
    #expect(ReferenceBytePairMerger.merge([0, 0, 0], table) == [20, 0])
  }

  /// Two tokens of equal score: the left one first, whatever their ids.
  @Test func equalRanksGoLeftToRight() {
    let table = MergeTable([
      .init(left: 1, right: 2, rank: 5, merged: 9), .init(left: 2, right: 3, rank: 5, merged: 8),
    ])
    #expect(ReferenceBytePairMerger.merge([1, 2, 3], table) == [9, 3])
  }

  /// Both ways of merging, scanned and by heap, give what the definition gives.
  @Test(arguments: [3, 20, BytePairMerger.scannedCountMax, BytePairMerger.scannedCountMax + 1, 200])
  func mergerEqualsTheDefinition(_ countMax: Int) {
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
      var merged = tokens
      var merger = BytePairMerger()
      merger.merge(&merged, table)
      #expect(merged == ReferenceBytePairMerger.merge(tokens, table))
    }
  }

  /// Vocabularies of all kinds: merges in the order of training or in any order, ranks that several share, tokens that no
  /// merges lead to, symbols that are no token.
  @Test(arguments: RandomVocabulary.Style.allCases)
  func equalsMerging(_ style: RandomVocabulary.Style) throws {
    for seed in UInt64(0)..<60 {
      var random = SeededGenerator(seed: seed)
      let vocabulary = try RandomVocabulary(style, &random)
      let tables = try BytePairTables(vocabulary.source)
      let reference = try vocabulary.reference
      for _ in 0..<60 {
        let word = vocabulary.word(scalarCountMax: Int.random(in: 1...60, using: &random), &random)
        #expect(tables.encode(word) == reference.encode(word), "\(style), seed \(seed)")
      }
    }
  }

  /// Scalars that merge with different neighbours before they are whole: more sets of neighbours than have numbers.
  @Test func scalarsOfManySetsOfNeighboursEqualMerging() throws {
    var random = SeededGenerator(seed: 1)
    let letters = Array(UInt8(ascii: "a")...UInt8(ascii: "z")), lasts = Array(UInt8(0x80)...0xbf)
    let orders = lasts.map { _ in letters.shuffled(using: &random) }
    var tokens = (0...255).map { [UInt8($0)] }
    var merges: [MergeTable.Entry] = []
    func merge(_ left: Int32, _ right: Int32) {
      merges.append(.init(left: left, right: right, rank: UInt32(merges.count), merged: Int32(tokens.count)))
      tokens.append(tokens[Int(left)] + tokens[Int(right)])
    }
    for step in letters.indices {
      let begun = Int32(tokens.count)
      merge(0xe5, Int32(0x80 + step))
      for (last, order) in zip(lasts, orders) {
        merge(Int32(last), Int32(order[step]))
        merge(begun, Int32(last))
      }
    }
    let source = BytePairSource(
      tokens: try ByteStrings(tokens), merges: merges, alphabet: .bytes, unknown: .init(), ignoresMerges: false)
    let tables = try BytePairTables(source), reference = try RandomVocabulary.Reference(source)
    for step in letters.indices {
      for last in lasts {
        let scalar = [0xe5, UInt8(0x80 + step), last]
        let word = scalar + [letters.randomElement(using: &random) ?? 0] + scalar + scalar
        #expect(tables.encode(word) == reference.encode(word), "\(word)")
      }
    }
  }

  /// Long words are merged in chunks where these agree, runs of one letter by what repeats, all others at once.
  @Test(arguments: RandomVocabulary.Style.allCases)
  func longWordsEqualMerging(_ style: RandomVocabulary.Style) throws {
    for seed in UInt64(0)..<40 {
      var random = SeededGenerator(seed: seed)
      let vocabulary = try RandomVocabulary(style, &random)
      let tables = try BytePairTables(vocabulary.source)
      let reference = try vocabulary.reference
      for scalarCountMax in [100, 400, 4_000] {
        let word = vocabulary.word(scalarCountMax: scalarCountMax, &random)
        #expect(tables.encode(word) == reference.encode(word), "\(style), seed \(seed)")
        let piece = vocabulary.word(scalarCountMax: 4, &random)
        for repeated in [piece, Array(piece.prefix { $0 < 0x80 }.prefix(1))] where !repeated.isEmpty {
          let run = (0..<scalarCountMax).flatMap { _ in repeated }
          #expect(tables.encode(run) == reference.encode(run), "\(style), seed \(seed), a run of \(repeated)")
          let behind = vocabulary.word(scalarCountMax: 1, &random) + run
          #expect(tables.encode(behind) == reference.encode(behind), "\(style), seed \(seed), a run behind a scalar")
        }
      }
    }
  }

  /// Stored tables tell the merges that they were made from.
  @Test(arguments: RandomVocabulary.Style.allCases)
  func tablesTellTheirMerges(_ style: RandomVocabulary.Style) throws {
    for seed in UInt64(0)..<20 {
      var random = SeededGenerator(seed: seed)
      let source = try RandomVocabulary(style, &random).source
      let told = try BytePairTables(source).merges
      func pairs(_ merges: [MergeTable.Entry]) -> Set<[Int32]> { Set(merges.map { [$0.left, $0.right, $0.merged] }) }
      #expect(pairs(told) == pairs(Array(source.merges)))
      let ranks = Dictionary(told.map { ([$0.left, $0.right], $0.rank) }) { _, later in later }
      for (one, other) in zip(source.merges, source.merges.dropFirst()) {
        guard let first = ranks[[one.left, one.right]], let second = ranks[[other.left, other.right]] else { continue }
        #expect((one.rank < other.rank) == (first < second) && (one.rank == other.rank) == (first == second))
      }
    }
  }

  /// A token of bytes that are no scalar is never taken for one: 0xcc 0xe3 has the bits of U+0323.
  @Test func tokensOfBrokenBytesStandForNoScalar() throws {
    let bytes = (0...255).map { [UInt8($0)] } + [[0xcc, 0xe3]]
    let source = BytePairSource(
      tokens: try ByteStrings(bytes), merges: [.init(left: 0xcc, right: 0xe3, rank: 0, merged: 256)], alphabet: .bytes)
    #expect(try BytePairTables(source).encode([0xcc, 0xa3]) == [0xcc, 0xa3])
  }

  /// Words come again and are remembered, in any order and beside any others.
  @Test func rememberedWordsKeepTheirIDs() throws {
    var random = SeededGenerator(seed: 9)
    let vocabulary = try RandomVocabulary(.trained, &random)
    let tables = try BytePairTables(vocabulary.source)
    let reference = try vocabulary.reference
    let words = (0..<3_000).map { _ in vocabulary.word(scalarCountMax: 12, &random) }
    let expected = words.map(reference.encode)
    for _ in 0..<5 {
      let index = Int.random(in: 0..<words.count, using: &random)
      for place in (index..<words.count).shuffled(using: &random) {
        #expect(tables.encode(words[place]) == expected[place])
      }
    }
  }

  /// Words not seen before wait for each other until the text ends; each has the ids that it has alone, however often it
  /// comes.
  @Test(arguments: RandomVocabulary.Style.allCases)
  func wordsOfOneTextKeepTheirIDs(_ style: RandomVocabulary.Style) throws {
    for seed in UInt64(0)..<20 {
      var random = SeededGenerator(seed: seed)
      let vocabulary = try RandomVocabulary(style, &random)
      let tables = try BytePairTables(vocabulary.source)
      let reference = try vocabulary.reference
      let words = (0..<300).map { _ in [0x20] + vocabulary.word(scalarCountMax: 30, &random) }
      let text = (0..<1_500).flatMap { _ in words.randomElement(using: &random) ?? [] }
      var expected: [Int32] = []
      var start = 0
      for end in PatternCut.spaces.ends(in: text) {
        expected += reference.encode(Array(text[start..<end]))
        start = end
      }
      #expect(tables.encode(text, cut: .spaces) == expected, "\(style), seed \(seed)")
    }
  }

  /// Where merges are ignored a word is a token that as a part of a word, beside what no token has together with it, it may
  /// not be: it is remembered as the one and met as the other, in stretches of text with parts and without.
  @Test func wordsAndPartsOfTheSameBytesKeepTheirIDs() throws {
    for seed in UInt64(0)..<20 {
      var random = SeededGenerator(seed: seed)
      let vocabulary = try RandomVocabulary(.ignoringMerges, &random)
      let tables = try BytePairTables(vocabulary.source), reference = try vocabulary.reference
      let words = (0..<200).map { _ in vocabulary.word(scalarCountMax: 20, &random) }
      let plain = words.filter { word in word.allSatisfy { $0 < 0x80 } }
      let wide = Array("龘".utf8)
      for isPlain in [true, false, true, false] {
        let text = (0..<6_000).flatMap { _ -> [UInt8] in
          let word = (isPlain ? plain : words).randomElement(using: &random) ?? [0x61]
          return [0x20] + (isPlain || Bool.random(using: &random) ? [] : wide) + word
        }
        var expected: [Int32] = []
        var start = 0
        for end in PatternCut.spaces.ends(in: text) {
          expected += reference.encode(Array(text[start..<end]))
          start = end
        }
        #expect(tables.encode(text, cut: .spaces) == expected, "seed \(seed)")
      }
    }
  }

  /// What backtracks or has no end elsewhere takes a time here that grows with the length alone, so that it ends.
  @Test(arguments: ["a", "ab", "aab", " ", "中", "中国", "🙂"])
  func longWordsOfOnePieceEnd(_ piece: String) throws {
    var random = SeededGenerator(seed: 4)
    let vocabulary = try RandomVocabulary(.trained, &random)
    let tables = try BytePairTables(vocabulary.source)
    let ids = tables.encode(Array(String(repeating: piece, count: 100_000).utf8))
    #expect(ids.count > 100)
    #expect(ids.reduce(0) { $0 + (vocabulary.source.tokens[Int($1)]?.count ?? 0) } == 100_000 * piece.utf8.count)
  }

  /// NUL is a byte like any other.
  @Test func nulGoesOnWithNoToken() throws {
    let bytes = (0...255).map { [UInt8($0)] }
    let source = BytePairSource(tokens: try ByteStrings(bytes), merges: [], alphabet: .bytes)
    #expect(try BytePairTables(source).encode([0x61, 0, 0, 0xff, 0]) == [0x61, 0, 0, 0xff, 0])
  }

  @Test func tokensTooLongAreRefused() throws {
    let long = try BytePairSource(
      tokens: ByteStrings([Array(repeating: 0x61, count: 600)]), merges: [], alphabet: .bytes)
    #expect(throws: TokenizerError.self) { try BytePairTables(long) }
  }

  @Test func vocabularyFindsWhatItHolds() throws {
    let tokens = (0..<500).map { Array("token\($0)".utf8) as [UInt8]? } + [nil]
    let vocabulary = try Vocabulary(tokens)
    for (id, token) in tokens.enumerated() { #expect(token.map { vocabulary.id(of: $0) } ?? Int32(id) == Int32(id)) }
    #expect(vocabulary.id(of: Array("token".utf8)) == nil)
    #expect(throws: TokenizerError.self) { try Vocabulary([[1], [1]]) }
  }
}

extension BytePairTables {
  /// The ids of a text, which is one word unless it is cut.
  fileprivate func encode(_ text: [UInt8], cut: PatternCut = .whole) -> [Int32] {
    withEncoder { encoder in
      encoder.encode(text.span, 0..<text.count, cut: cut)
      return encoder.ids
    }
  }
}
