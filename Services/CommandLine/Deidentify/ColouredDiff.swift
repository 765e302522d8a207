internal import Deidentification

/// A text with its identifiers struck out in red and their surrogates in green, for a terminal.
///
/// Source: ECMA-48, select graphic rendition.
struct ColouredDiff {
  private static let removed = (start: "\u{1b}[9;31m", end: "\u{1b}[0m")
  private static let added = (start: "\u{1b}[32m", end: "\u{1b}[0m")

  static func text(_ original: String, _ spans: [EntitySpan]) -> String {
    let scalars = Array(original.unicodeScalars)
    var output = ""
    var position = 0
    for span in spans {
      output += string(scalars[position..<span.range.lowerBound])
      output += removed.start + string(scalars[span.range]) + removed.end
      output += added.start + span.replacement + added.end
      position = span.range.upperBound
    }
    return output + string(scalars[position...])
  }

  private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    String(String.UnicodeScalarView(scalars))
  }
}
