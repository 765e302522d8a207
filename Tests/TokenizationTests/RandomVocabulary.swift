import TestSupport

@testable import Tokenization

/// A small vocabulary made by chance, over few letters so that its merges get in each other's way.
struct RandomVocabulary {
  enum Style: CaseIterable {
    /// Merges as training finds them: parts before wholes.
    case trained
    /// The same merges, ranked by chance.
    case shuffled
    /// Every way to make a token is a merge, and all of a token's share its rank.
    case allSplits
    /// The same, each with a rank of its own, in the order of the tokens (as Llama 3's file was made).
    case rankedSplits
    /// The merges of training, with ids that say nothing about their order (as SentencePiece's runs of spaces have).
    case renumbered
    /// Some tokens have no merges, and whole words may be tokens all the same.
    case ignoringMerges
    /// From scalars, some of which are unknown.
    case scalars
    case scalarsWithByteFallback
  }

  let source: BytePairSource
  private let letters: [Unicode.Scalar]

  init(_ style: Style, _ random: inout SeededGenerator) throws(TokenizerError) {
    letters = Array(
      ("ab é中国人民𝄞ж\u{0}".unicodeScalars).shuffled(using: &random).prefix(Int.random(in: 2...7, using: &random)))
    let isScalarLevel = style == .scalars || style == .scalarsWithByteFallback
    var tokens: [[UInt8]] = isScalarLevel ? [] : (0...255).map { [UInt8($0)] }
    if isScalarLevel { tokens = letters.dropLast().map { Array(String($0).utf8) } }
    var merges: [MergeTable.Entry] = []
    for _ in 0..<Int.random(in: 1...120, using: &random) {
      let pair = Self.pair(tokens, letters, isScalarLevel, &random)
      let merged = tokens[Int(pair.0)] + tokens[Int(pair.1)]
      guard merged.count < 40, !tokens.contains(merged) else { continue }
      let rank = UInt32(merges.count)
      merges.append(.init(left: pair.0, right: pair.1, rank: rank, merged: Int32(tokens.count)))
      tokens.append(merged)
    }
    if style == .shuffled {
      let ranks = merges.map(\.rank).shuffled(using: &random)
      for index in merges.indices { merges[index].rank = ranks[index] }
    }
    if style == .allSplits || style == .rankedSplits { merges = Self.allSplits(tokens, merges) }
    if style == .rankedSplits { for index in merges.indices { merges[index].rank = UInt32(index) } }
    if style == .renumbered { Self.renumber(&tokens, &merges) }
    if style == .ignoringMerges { merges.removeAll { _ in Int.random(in: 0..<4, using: &random) == 0 } }
    var unknown = BytePairModel.Unknown()
    if style == .scalars {
      unknown = .init(id: Int32(tokens.count), isFused: Bool.random(using: &random))
      tokens.append([])
    }
    if style == .scalarsWithByteFallback {
      unknown.byteIDs = (0..<256).map { Int32(tokens.count + $0) }
      tokens += [[UInt8]](repeating: [], count: 256)
    }
    source = BytePairSource(
      tokens: try ByteStrings(tokens), merges: merges, alphabet: isScalarLevel ? .scalars : .bytes, unknown: unknown,
      ignoresMerges: style == .ignoringMerges)
  }

  /// Two tokens that merge next; at byte level mostly such as make up the letters.
  private static func pair(
    _ tokens: [[UInt8]], _ letters: [Unicode.Scalar], _ isScalarLevel: Bool, _ random: inout SeededGenerator
  ) -> (Int32, Int32) {
    let known = isScalarLevel ? Array(tokens.indices) : tokens.indices.filter { $0 >= 256 }
    let bytes = letters.flatMap { Array(String($0).utf8) }
    func one() -> Int32 {
      if !isScalarLevel, known.isEmpty || Bool.random(using: &random) {
        return Int32(bytes.randomElement(using: &random) ?? 0)
      }
      return Int32(known.randomElement(using: &random) ?? 0)
    }
    return (one(), one())
  }

  private static func allSplits(_ tokens: [[UInt8]], _ merges: [MergeTable.Entry]) -> [MergeTable.Entry] {
    merges.flatMap { merge in
      let whole = tokens[Int(merge.merged)]
      return whole.indices.dropFirst().compactMap { cut -> MergeTable.Entry? in
        guard let left = tokens.firstIndex(of: Array(whole[..<cut])),
          let right = tokens.firstIndex(of: Array(whole[cut...]))
        else { return nil }
        return .init(left: Int32(left), right: Int32(right), rank: merge.rank, merged: merge.merged)
      }
    }
  }

  /// Turns the ids of the tokens that merges make around.
  private static func renumber(_ tokens: inout [[UInt8]], _ merges: inout [MergeTable.Entry]) {
    guard let first = merges.first?.merged else { return }
    let last = Int32(tokens.count) - 1
    func renumbered(_ id: Int32) -> Int32 { id < first ? id : first + last - id }
    tokens[Int(first)...].reverse()
    for index in merges.indices {
      merges[index].left = renumbered(merges[index].left)
      merges[index].right = renumbered(merges[index].right)
      merges[index].merged = renumbered(merges[index].merged)
    }
  }

  /// The same by merging.
  var reference: Reference {
    get throws { try Reference(source) }
  }

  struct Reference {
    private let model: BytePairModel

    init(_ source: BytePairSource) throws(TokenizerError) {
      model = BytePairModel(
        vocabulary: try Vocabulary(source.tokens), merges: source.merges, alphabet: source.alphabet,
        unknown: source.unknown, ignoresMerges: source.ignoresMerges)
    }

    func encode(_ word: [UInt8]) -> [Int32] {
      var ids: [Int32] = []
      var workspace = BytePairModel.Workspace()
      model.encode(word.span, from: 0, to: word.count, into: &ids, &workspace)
      return ids
    }
  }

  /// A word over the letters.
  func word(scalarCountMax: Int, _ random: inout SeededGenerator) -> [UInt8] {
    let scalars = (0..<Int.random(in: 1...scalarCountMax, using: &random)).compactMap { _ in
      letters.randomElement(using: &random)
    }
    return Array(String(String.UnicodeScalarView(scalars)).utf8)
  }
}
