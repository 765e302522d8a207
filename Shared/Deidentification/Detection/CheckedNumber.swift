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
  /// Confidence without a cue, for a number in its groups. One check digit lets one number in ten or eleven pass, so
  /// that a number in one piece needs the word for it or, at least, for a number; two let one in a hundred.
  var groupedScore: Float = 0.8
  var bareScore: Float = 0.3
  let check: @Sendable (_ digits: [Int]) -> Bool
}
