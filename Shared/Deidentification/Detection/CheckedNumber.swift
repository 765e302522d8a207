/// A number of figures only that its length and its check digits tell from others.
///
/// All of them are looked for in one pass over the groups of digits of a text, because so many patterns at once would
/// cost more than what they find. Each is one file in `Recognizers/`, listed in ``CheckedNumber/all``.
struct CheckedNumber: Sendable {
  let name: String
  var kind: EntityKind = .id
  /// How many digits it has.
  let lengths: Set<Int>
  /// How it is written apart, such as `[3, 3, 4]`. In one piece it is always known.
  var groups: [[Int]] = []
  /// Lower-case words that name it in the text before it.
  let cues: [String]
  /// Confidence without a cue, for a number in its groups.
  var groupedScore: Float = 0.8
  /// Confidence without a cue, for a number in one piece. Eight figures and more with a right check digit count alone:
  /// what else is so long in running text counts something or is the code of a thing, which the words beside it say.
  /// Above ``plainScore`` where at most one random number in fifty passes the check: then no such words are asked for.
  var bareScore: Float = plainScore
  let check: @Sendable (_ digits: [Int]) -> Bool

  /// Of one check digit alone, which one random number in ten or eleven has.
  static let plainScore: Float = 0.5
}
