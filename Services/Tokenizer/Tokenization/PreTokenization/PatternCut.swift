internal import CBytePairs

/// A way to cut text into words that has a scanner of its own, many times faster than the general matcher, which tests
/// hold it to.
struct PatternCut: Sendable, Equatable {
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
    // Written alike they need not be compiled.
    let sources = patterns.map(\.source)
    let alike = Self.scanners.first { $0.patterns.map(\.source) == sources }
    guard let cut = (alike ?? Self.scanners.first { $0.patterns == patterns })?.cut else { return nil }
    self = cut
  }

  /// Whether some scanner stands for the expression, alone or with others: then it is known to be one.
  static func knows(_ source: String) -> Bool {
    scanners.contains { $0.patterns.contains { $0.source == source } }
  }

  /// The scanner that ``code`` stands for; nil for none.
  init?(code: Int) {
    let all = [Self.whole, Self.spaces] + Self.scanners.dropFirst().map(\.cut)
    guard all.indices.contains(code) else { return nil }
    self = all[code]
  }

  /// The scanner's number in compiled tokenizers.
  var code: Int? {
    let all = [Self.whole, Self.spaces] + Self.scanners.dropFirst().map(\.cut)
    return all.firstIndex { $0 == self }
  }

  /// Whether text is one word.
  var isWhole: Bool { self == .whole }

  private static let scanners: [(patterns: [Pattern], cut: PatternCut)] = [
    ([], whole),
    (known([WordPatterns.gpt2]), PatternCut(WEIR_WORDS_GPT2)),
    (known([WordPatterns.llama3]), PatternCut(WEIR_WORDS_CL100K, digitsMax: 3)),
    (known([WordPatterns.qwen2]), PatternCut(WEIR_WORDS_CL100K, digitsMax: 1)),
    (known([WordPatterns.o200k]), PatternCut(WEIR_WORDS_O200K, digitsMax: 3, hasContractions: true)),
    (known([WordPatterns.tekken]), PatternCut(WEIR_WORDS_O200K, digitsMax: 1)),
    (known(WordPatterns.deepseekV3), PatternCut(WEIR_WORDS_DEEPSEEK3, digitsMax: 3)),
  ]

  private static func known(_ patterns: [String]) -> [Pattern] { patterns.map(Pattern.init(known:)) }

  static func == (left: PatternCut, right: PatternCut) -> Bool {
    (left.words.kind, left.words.digits_max, left.words.has_contractions)
      == (right.words.kind, right.words.digits_max, right.words.has_contractions)
  }

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
