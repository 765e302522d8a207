/// Where a text may be cut, in bytes of UTF-8, best places first: after sentences, after words, between scalars.
///
/// Made for cutting long prompts, so a full stop that may belong to an abbreviation ends no sentence.
struct TextBreaks {
  /// After each sentence and the white space behind it.
  private(set) var sentences: [Int] = []
  /// After each run of white space.
  private(set) var words: [Int] = []
  private(set) var scalars: [Int] = []

  init(_ text: String) {
    var scan = SentenceScan()
    var offset = 0
    for scalar in text.unicodeScalars {
      if scan.endsSentence(before: scalar) { sentences.append(offset) }
      if scan.endsWord(before: scalar) { words.append(offset) }
      if offset > 0 { scalars.append(offset) }
      scan.advance(over: scalar)
      offset += scalar.utf8.count
    }
    for places in [\TextBreaks.sentences, \TextBreaks.words, \TextBreaks.scalars] where offset > 0 {
      self[keyPath: places].append(offset)
    }
  }
}

/// Reads a text scalar by scalar and tells at each whether a sentence ends before it.
private struct SentenceScan {
  private enum State {
    case inside
    /// Behind a mark that ends a sentence if `needsSpace` is met; closing quotes and brackets may follow.
    case marked(needsSpace: Bool)
    /// In white space behind a sentence.
    case spaced
  }

  private var state = State.inside
  private var previous: Unicode.Scalar?
  /// The word being read, in lower case, as far as an abbreviation is long.
  private var word = ""

  private static let wordLengthMax = 6
  private static let abbreviations: Set<String> = [
    "mr", "mrs", "ms", "dr", "prof", "st", "vs", "nos", "sec", "fig", "approx", "e.g", "i.e", "etc", "inc",
    "ltd", "co", "cf", "jr", "sr", "pp", "vol", "para",
  ]
  private static let fullWidthMarks = Set("。！？；…".unicodeScalars)
  private static let closing = Set("\"'”’)]}」』）】》".unicodeScalars)

  func endsSentence(before scalar: Unicode.Scalar) -> Bool {
    switch state {
    case .inside: return false
    case .marked(needsSpace: true): return false
    case .marked(needsSpace: false): return !isTrailing(scalar)
    case .spaced: return !scalar.properties.isWhitespace
    }
  }

  func endsWord(before scalar: Unicode.Scalar) -> Bool {
    previous?.properties.isWhitespace == true && !scalar.properties.isWhitespace
  }

  private func isTrailing(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace || Self.closing.contains(scalar) || Self.fullWidthMarks.contains(scalar)
  }

  mutating func advance(over scalar: Unicode.Scalar) {
    state = next(scalar)
    if scalar.properties.isAlphabetic || (scalar == "." && !word.isEmpty) {
      if word.unicodeScalars.count <= Self.wordLengthMax { word += scalar.properties.lowercaseMapping }
    } else {
      word = ""
    }
    previous = scalar
  }

  private func next(_ scalar: Unicode.Scalar) -> State {
    if scalar == "\n" { return .spaced }
    if Self.fullWidthMarks.contains(scalar) { return .marked(needsSpace: false) }
    if scalar == "!" || scalar == "?" || (scalar == "." && !isAbbreviation) { return .marked(needsSpace: true) }
    switch state {
    case .inside: return .inside
    case .marked where scalar.properties.isWhitespace: return .spaced
    case .marked(let needsSpace): return Self.closing.contains(scalar) ? .marked(needsSpace: needsSpace) : .inside
    case .spaced: return scalar.properties.isWhitespace ? .spaced : .inside
    }
  }

  /// A known one, or an initial.
  private var isAbbreviation: Bool {
    word.unicodeScalars.count == 1 && word.first?.isASCII == true || Self.abbreviations.contains(word)
  }
}
