/// Short phrases of a script without spaces, found at or before a place of a text.
struct PhraseSet: Sendable {
  private let byFirst: [Unicode.Scalar: [[Unicode.Scalar]]]
  private let byLast: [Unicode.Scalar: [[Unicode.Scalar]]]
  /// Most characters begin and end no phrase: a bit tells so before the dictionary is asked.
  private let firsts: ScalarSet
  private let lasts: ScalarSet

  init(_ phrases: some Sequence<String>) {
    // The longest first, so that "董事长" is found before "董事".
    let all = Set(phrases).map { Array($0.unicodeScalars) }.filter { !$0.isEmpty }.sorted { $0.count > $1.count }
    byFirst = Dictionary(grouping: all) { $0[0] }
    byLast = Dictionary(grouping: all) { $0[$0.count - 1] }
    firsts = ScalarSet(byFirst.keys)
    lasts = ScalarSet(byLast.keys)
  }

  init(words: String) { self.init(words.split(whereSeparator: \.isWhitespace).map(String.init)) }

  /// Scalars of the longest phrase that begins at `index`; nil when none does.
  func length(in text: ScalarText, startingAt index: Int) -> Int? {
    guard index < text.count, firsts.contains(text[index]), let phrases = byFirst[text[index]] else { return nil }
    return phrases.first { Self.equals($0, text, at: index) }?.count
  }

  /// Scalars of the longest phrase that ends before `index`; nil when none does.
  func length(in text: ScalarText, endingAt index: Int) -> Int? {
    guard index > 0, lasts.contains(text[index - 1]), let phrases = byLast[text[index - 1]] else { return nil }
    return phrases.first { Self.equals($0, text, at: index - $0.count) }?.count
  }

  /// Whether the scalars of `range` are one of the phrases.
  func contains(_ range: Range<Int>, of text: ScalarText) -> Bool {
    guard !range.isEmpty, range.upperBound <= text.count, firsts.contains(text[range.lowerBound]),
      let phrases = byFirst[text[range.lowerBound]]
    else { return false }
    return phrases.contains { $0.count == range.count && Self.equals($0, text, at: range.lowerBound) }
  }

  private static func equals(_ phrase: [Unicode.Scalar], _ text: ScalarText, at start: Int) -> Bool {
    guard start >= 0, start + phrase.count <= text.count else { return false }
    return phrase.indices.allSatisfy { text[start + $0] == phrase[$0] }
  }
}
