/// The terms under which a text is indexed: words as they stand, and overlapping pairs of characters of Chinese text.
///
/// Pairs find more than single characters or segmented words do on Chinese passages, and need no dictionary. The index
/// folds case and diacritics and reduces English words to their stems; that is not repeated here.
enum TermAnalysis {
  /// Scalars of one term; longer ones are no words, and are cut.
  static let termScalarsMax = 64

  /// Terms in the order of the text, repeats kept.
  static func terms(_ text: String) -> [String] {
    runs(text).flatMap { $0.isUnspaced ? pairs($0.scalars) : [String(String.UnicodeScalarView($0.scalars))] }
  }

  /// A stretch of one kind: characters of an unspaced script, or the parts of one word.
  struct Run {
    var isUnspaced: Bool
    var scalars: [Unicode.Scalar]
  }

  static func runs(_ text: String) -> [Run] {
    var runs: [Run] = []
    var isOpen = false
    for scalar in text.unicodeScalars {
      guard scalar.isWordPart || scalar.isUnspaced else {
        isOpen = false
        continue
      }
      if isOpen, runs[runs.count - 1].isUnspaced == scalar.isUnspaced {
        append(scalar, to: &runs[runs.count - 1])
      } else {
        runs.append(Run(isUnspaced: scalar.isUnspaced, scalars: [scalar]))
      }
      isOpen = true
    }
    return runs
  }

  private static func append(_ scalar: Unicode.Scalar, to run: inout Run) {
    if run.isUnspaced || run.scalars.count < termScalarsMax { run.scalars.append(scalar) }
  }

  /// 高血压 → 高血, 血压; a single character stays alone.
  private static func pairs(_ scalars: [Unicode.Scalar]) -> [String] {
    guard scalars.count > 1 else { return [String(String.UnicodeScalarView(scalars))] }
    return zip(scalars, scalars.dropFirst()).map { String(String.UnicodeScalarView([$0, $1])) }
  }
}
