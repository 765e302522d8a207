internal import CBytePairs

/// A way to cut text into words that has a scanner of its own, many times faster than the general matcher, which tests
/// hold it to.
struct PatternCut: Sendable {
  let words: weir_words

  /// The text as one word.
  static let whole = PatternCut(WEIR_WORDS_WHOLE)
  /// Before each space that follows another scalar.
  static let spaces = PatternCut(WEIR_WORDS_SPACES)

  private init(_ kind: weir_words_kind, digitsMax: UInt32 = 0, hasContractions: Bool = false) {
    words = weir_words(kind: kind, digits_max: digitsMax, has_contractions: hasContractions)
  }

  /// The scanner for text that is split by each of `patterns` in turn, every match a piece of its own; nil if there is
  /// none.
  init?(splittingBy patterns: [Pattern]) {
    guard let cut = Self.known.first(where: { $0.patterns == patterns })?.cut else { return nil }
    self = cut
  }

  private static let known: [(patterns: [Pattern], cut: PatternCut)] = [
    ([], whole),
    (compiled([WordPatterns.gpt2]), PatternCut(WEIR_WORDS_GPT2)),
    (compiled([WordPatterns.llama3]), PatternCut(WEIR_WORDS_CL100K, digitsMax: 3)),
    (compiled([WordPatterns.qwen2]), PatternCut(WEIR_WORDS_CL100K, digitsMax: 1)),
    (compiled([WordPatterns.o200k]), PatternCut(WEIR_WORDS_O200K, digitsMax: 3, hasContractions: true)),
    (compiled([WordPatterns.tekken]), PatternCut(WEIR_WORDS_O200K, digitsMax: 1)),
    (compiled(WordPatterns.deepseekV3), PatternCut(WEIR_WORDS_DEEPSEEK3, digitsMax: 3)),
  ]

  private static func compiled(_ patterns: [String]) -> [Pattern] { patterns.compactMap { try? Pattern($0) } }

  /// Gives the scanners the classes of scalars; made once, on first use.
  static func prepare() { _ = classesAreSet }

  private static let classesAreSet: Bool = {
    ScalarClassTable.shared.withPages { pages, classes in
      weir_words_set_classes(pages.baseAddress, classes.baseAddress, classes.count)
    }
    return true
  }()

  /// Where the words of `text` end.
  func ends(in text: [UInt8]) -> [Int] {
    Self.prepare()
    guard let workspace = weir_bpe_workspace_create(0) else { return [] }
    defer { weir_bpe_workspace_destroy(workspace) }
    var ends = [Int](repeating: 0, count: text.count)
    let count = ends.withUnsafeMutableBytes { ends in
      weir_words_ends(
        workspace, words, text, text.count, ends.assumingMemoryBound(to: Int.self).baseAddress, text.count)
    }
    return Array(ends.prefix(count))
  }
}
