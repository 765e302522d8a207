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
  /// Confidence without a cue, for a number in one piece. It counts alone (0.5 and more) where at most one random number
  /// in fifty passes the check: figures that name nobody, such as amounts, times and article codes, are about as frequent
  /// in text as those that do, so that this masks one of them in fifty. One check digit alone lets one in ten or eleven
  /// pass; such a number needs the word for it or, at least, for a number.
  var bareScore: Float = 0.3
  let check: @Sendable (_ digits: [Int]) -> Bool
}
