/// One rule: a pattern, what makes a match valid, and words beside it that make it likely.
///
/// Each built-in recognizer is one file in `Recognizers/`, listed in ``Recognizer/all``.
struct Recognizer: Sendable {
  let name: String
  let kind: EntityKind
  /// Confidence of a valid match without context.
  var score: Float = 0.9
  /// RE2 syntax, on normalised text. The first group that took part is the identifier, else the whole match.
  let pattern: String
  /// Where it can match; empty: anywhere, which costs a search of the whole text.
  var anchors: [Anchor] = []
  /// Lower-case words near the match which raise its score by ``contextBonus``.
  var context: [String] = []
  /// The identifier's range, the same or smaller; nil refuses the match.
  var validate: @Sendable (Evidence) -> Range<Int>? = { $0.isWholeWord ? $0.range : nil }

  /// Whether a refused match may hide a valid one that starts inside it.
  var resumesInside = true

  /// What a context word adds: enough to lift a pattern that is too loose alone (0.2) over the bar.
  static let contextBonus: Float = 0.35
  /// Bytes before and after a match in which context words count: about ten words.
  static let contextReach = 60
}
