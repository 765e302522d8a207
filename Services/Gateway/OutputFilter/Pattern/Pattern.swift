/// A rule's pattern after parsing: the part of RE2's syntax that has a meaning without captures and priorities.
///
/// Greedy and lazy repetition do not differ here, because the filter withholds every match, the longest included.
indirect enum Pattern: Hashable, Sendable {
  case empty
  case scalar(ScalarSet)
  case assertion(Assertion)
  case sequence([Pattern])
  case choice([Pattern])
  case repetition(Pattern, min: Int, max: Int?)
}

/// A condition on the two neighbours of a place in the text.
enum Assertion: Hashable, Sendable {
  case textStart, textEnd, lineStart, lineEnd, wordBoundary, notWordBoundary

  func holds(between previous: Neighbour, and next: Neighbour) -> Bool {
    switch self {
    case .textStart: previous == .edge
    case .textEnd: next == .edge
    case .lineStart: previous == .edge || previous == .newline
    case .lineEnd: next == .edge || next == .newline
    case .wordBoundary: (previous == .word) != (next == .word)
    case .notWordBoundary: (previous == .word) == (next == .word)
    }
  }
}

/// What an assertion can tell about the byte before or after a place. Words are ASCII, as in RE2, so that a number
/// between Chinese characters stands at a word boundary.
enum Neighbour: UInt8, CaseIterable, Sendable {
  /// The start or the end of the text.
  case edge
  case newline, word, other

  init(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\n"): self = .newline
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"):
      self = .word
    default: self = .other
    }
  }
}
