/// The scores that the features around a token give its labels.
///
/// Source of the templates: Zhang and Johnson (CoNLL 2003) for words, affixes and shapes; Zhang and Yang (ACL 2018),
/// baseline of section 3.1, for characters, and their lexicon words as features. `features.h` of the trainer has the same.
struct TaggerFeatures {
  private let model: TaggerModel
  private let bytes: UnsafeBufferPointer<UInt8>
  private let tokens: UnsafePointer<TaggerToken>
  private let search: TaggerWordSearch

  /// The buffers must outlive the value; `tokens` has ``TaggerText/margin`` sentinels on both sides.
  init(_ model: TaggerModel, _ bytes: UnsafeBufferPointer<UInt8>, _ tokens: UnsafeBufferPointer<TaggerToken>) {
    self.model = model
    self.bytes = bytes
    self.tokens = tokens.baseAddress!
    search = TaggerWordSearch(bytes, tokens, model.lexicon)
  }

  /// Keys stand up to three tokens beyond a run, and speak for tokens two further on: sums of these are thrown away.
  private static let reach = 5
  /// Positions whose keys are looked up before any is added; their keys fit into the first cache.
  private static let blockMax = 32

  /// Writes the scores of a run's tokens, in order; `scores` has one for each.
  func score(_ run: Range<Int>, into scores: UnsafeMutableBufferPointer<LabelScores>) {
    withUnsafeTemporaryAllocation(of: LabelScores.self, capacity: run.count + 2 * Self.reach) { sums in
      sums.initialize(repeating: .zero)
      // Indexed by the token, as the run's first has `reach` before it.
      let first = sums.baseAddress! - run.lowerBound + Self.reach
      add(run, to: first)
      for token in run { scores[token - run.lowerBound] = first[token] &+ model.bias(isHan: tokens[token].isHan) }
    }
  }

  private func add(_ run: Range<Int>, to sums: UnsafeMutablePointer<LabelScores>) {
    let hasHan = run.contains { tokens[$0].isHan }
    withUnsafeTemporaryAllocation(of: TaggerWords.self, capacity: hasHan ? run.count + 2 * TaggerWords.reach : 0) {
      if hasHan { search.find(in: run.lowerBound - TaggerWords.reach..<run.upperBound + TaggerWords.reach, into: $0) }
      // Indexed by the token, too.
      let words = hasHan ? $0.baseAddress.map { UnsafePointer($0) - run.lowerBound + TaggerWords.reach } : nil
      withUnsafeTemporaryAllocation(
        of: FeatureHits.Entry.self, capacity: Self.blockMax * Block.keysMax
      ) { memory in
        var block = Block(model.tables, memory.baseAddress!, Self.blockMax)
        let context = run.lowerBound - 3..<run.upperBound + 2
        for start in stride(from: context.lowerBound, to: context.upperBound, by: Self.blockMax) {
          let positions = start..<min(start + Self.blockMax, context.upperBound)
          for position in positions { askContext(position, &block) }
          for position in positions.clamped(to: run) { askOwn(position, words, &block) }
          block.add(to: sums)
        }
      }
    }
  }

  /// What some positions found in the four tables.
  private struct Block {
    var words: FeatureHits
    var pairs: FeatureHits
    var triples: FeatureHits
    var singles: FeatureHits

    /// Keys of a position in each family, and in all.
    private static let (wordsMax, pairsMax, triplesMax, singlesMax) = (1, 4, 2, 14)
    static let keysMax = wordsMax + pairsMax + triplesMax + singlesMax + 1

    init(
      _ tables: TaggerModel.Tables, _ memory: UnsafeMutablePointer<FeatureHits.Entry>, _ positions: Int
    ) {
      words = FeatureHits(tables.words, memory)
      pairs = FeatureHits(tables.pairs, memory + positions * Self.wordsMax + 1)
      triples = FeatureHits(tables.triples, memory + positions * (Self.wordsMax + Self.pairsMax) + 2)
      singles = FeatureHits(
        tables.singles, memory + positions * (Self.wordsMax + Self.pairsMax + Self.triplesMax) + 3)
    }

    mutating func add(to sums: UnsafeMutablePointer<LabelScores>) {
      pairs.find(.pairs)
      triples.find(.triples)
      singles.find(.singles)
      words.add(to: sums, .words)
      pairs.add(to: sums, .pairs)
      triples.add(to: sums, .triples)
      singles.add(to: sums, .singles)
    }
  }

  @inline(__always) private func h(_ index: Int) -> UInt64 { tokens[index].hash }
  @inline(__always) private func g(_ index: Int) -> UInt64 { UInt64(tokens[index].lexical) }
  @inline(__always) private func c(_ index: Int) -> UInt64 { UInt64(tokens[index].shape) << 8 | g(index) }
  @inline(__always) private func r(_ index: Int) -> UInt64 { tokens[index].coarse }
}

// MARK: Keys that speak for the tokens around them

extension TaggerFeatures {
  @inline(__always)
  private func askContext(_ p: Int, _ block: inout Block) {
    block.words.note(tokens[p].word, at: p, .words)
    block.pairs.ask(1, TaggerHash.combined(h(p), h(p + 1)), at: p)
    block.pairs.ask(2, c(p) << 16 | c(p + 1), at: p)
    block.pairs.ask(3, TaggerHash.combined(h(p), c(p + 1)), at: p)
    block.pairs.ask(4, TaggerHash.combined(h(p + 1), c(p)), at: p)
    block.triples.ask(5, r(p) << 32 | r(p + 1) << 16 | r(p + 2), at: p)
    if tokens[p + 1].isHan { block.triples.ask(6, TaggerHash.combined(h(p), h(p + 1), h(p + 2)), at: p) }
  }
}

// MARK: Keys that speak for their own token

extension TaggerFeatures {
  @inline(__always)
  private func askOwn(_ p: Int, _ words: UnsafePointer<TaggerWords>?, _ block: inout Block) {
    let token = tokens[p]
    block.singles.ask(7, c(p), at: p)
    if token.word < 0 { askForm(p, token, &block.singles) }
    if token.isHan {
      if let words { askWords(p, words, &block.singles) }
    } else if token.isCapitalised {
      askRun(p, token, &block.singles)
    }
  }

  /// What the form of a word says by itself; of a word that the model knows, its row has it already.
  private func askForm(_ p: Int, _ token: TaggerToken, _ hits: inout FeatureHits) {
    hits.ask(8, g(p), at: p)
    guard token.kind == .word else { return }
    hits.ask(9, prefix(token, 3), at: p)
    hits.ask(10, suffix(token, 2), at: p)
    hits.ask(11, suffix(token, 3), at: p)
    hits.ask(12, suffix(token, 4), at: p)
  }

  /// The words on both sides of a run of capitals.
  private func askRun(_ p: Int, _ token: TaggerToken, _ hits: inout FeatureHits) {
    let shape = UInt64(token.shape)
    hits.ask(13, TaggerHash.combined(token.left, shape), at: p)
    hits.ask(14, TaggerHash.combined(token.right, shape), at: p)
    hits.ask(15, TaggerHash.combined(token.left, token.right, shape), at: p)
  }

  /// The lexicon's words around a Chinese character.
  private func askWords(_ p: Int, _ words: UnsafePointer<TaggerWords>, _ hits: inout FeatureHits) {
    let word = words[p]
    let around = UInt64(word.starting) << 16 | UInt64(word.ending) << 8 | UInt64(word.inside)
    let (before, after) = (words[p - 1].endingHash, words[p + 1].startingHash)
    let (before2, after2) = (words[p - 2].endingHash, words[p + 2].startingHash)
    hits.ask(16, around, at: p)
    hits.ask(17, UInt64(word.starting), at: p)
    hits.ask(18, UInt64(word.ending), at: p)
    hits.ask(19, around << 16 | g(p) << 8 | g(p + 1), at: p)
    if before != 0 { hits.ask(20, TaggerHash.combined(before, g(p)), at: p) }
    if before2 != 0 { hits.ask(21, TaggerHash.combined(before2, g(p), g(p - 1)), at: p) }
    if after != 0 { hits.ask(22, TaggerHash.combined(after, g(p)), at: p) }
    if after2 != 0 { hits.ask(23, TaggerHash.combined(after2, g(p), g(p + 1)), at: p) }
  }

  private func prefix(_ token: TaggerToken, _ count: Int32) -> UInt64 {
    affix(token, token.start..<min(token.start + count, token.end), count)
  }

  private func suffix(_ token: TaggerToken, _ count: Int32) -> UInt64 {
    affix(token, max(token.end - count, token.start)..<token.end, count)
  }

  private func affix(_ token: TaggerToken, _ range: Range<Int32>, _ count: Int32) -> UInt64 {
    let length = token.end - token.start
    let hash = TaggerHash.bytes(bytes, Int(range.lowerBound)..<Int(range.upperBound))
    return hash &+ (length < count ? UInt64(length) : 0)
  }
}
