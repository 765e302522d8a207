/// Guesses the tokens to come from where the last few were seen before in the same text (prompt lookup, Saxena 2023).
///
/// Answers that quote their prompt repeat long stretches of it. A guess costs nothing but the rows that check it.
struct PromptLookup: Sendable {
  /// Tokens that must match.
  static let matchTokens = 3

  /// The last position after each run of `matchTokens` tokens.
  private var ends: [Key: Int] = [:]
  private var seen = 0
  /// How many tokens to guess: follows how many were right.
  private var length: Int
  private let lengthMax: Int
  /// The text's length below which nothing is guessed, after a guess that was all wrong.
  private var resumes = 0
  /// Tokens without guesses after the next such guess: doubled by each in a row, so that a text that only seems to
  /// repeat costs a few rows in hundreds of tokens.
  private var pause = pauseTokens.lowerBound
  private static let pauseTokens = 8...256
  /// Tokens of the first guess: until one was right, a wrong one should cost little.
  private static let firstLength = 2

  private struct Key: Hashable, Sendable {
    let tokens: (Int32, Int32, Int32)

    static func == (a: Self, b: Self) -> Bool { a.tokens == b.tokens }
    func hash(into hasher: inout Hasher) {
      hasher.combine(tokens.0)
      hasher.combine(tokens.1)
      hasher.combine(tokens.2)
    }

    /// The tokens before `end`.
    init(_ text: [Int32], before end: Int) { tokens = (text[end - 3], text[end - 2], text[end - 1]) }
  }

  /// Guesses at most `lengthMax` tokens; 0 never guesses.
  init(lengthMax: Int) {
    self.lengthMax = lengthMax
    length = min(Self.firstLength, lengthMax)
  }

  /// What may follow `text`, at most `count` tokens.
  mutating func guess(after text: [Int32], count: Int) -> [Int32] {
    guard count > 0, text.count > Self.matchTokens, text.count >= resumes else { return [] }
    note(text)
    guard let end = ends[Key(text, before: text.count)] else { return [] }
    return Array(text[end..<min(text.count, end + min(count, length))])
  }

  /// Of `guessed` tokens after a text of `count` the first `right` were right.
  mutating func learn(guessed: Int, right: Int, at count: Int) {
    guard guessed > 0 else { return }
    length = right == guessed ? min(lengthMax, length * 2) : max(1, right)
    if right == 0 { resumes = count + pause }
    pause = right == 0 ? min(pause * 2, Self.pauseTokens.upperBound) : Self.pauseTokens.lowerBound
  }

  /// Takes note of all runs that something follows.
  private mutating func note(_ text: [Int32]) {
    for end in max(seen, Self.matchTokens)..<text.count { ends[Key(text, before: end)] = end }
    seen = text.count
  }
}
