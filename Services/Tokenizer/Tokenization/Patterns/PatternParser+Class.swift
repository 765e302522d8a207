/// Bracketed classes: `[^\r\n\p{L}0-9]`.
extension PatternParser {
  /// Categories and ranges that an escape, or a class, stands for.
  struct Members {
    var classes: UInt32 = 0
    var ranges: [ClosedRange<UInt32>] = []

    /// All other scalars: by categories where that is enough.
    var inverted: Members {
      if ranges.isEmpty { return Members(classes: ScalarClass.all & ~classes) }
      return Members(ranges: ScalarRanges(classes: classes, ranges).inverted.ranges)
    }

    func union(_ other: Members) -> Members { Members(classes: classes | other.classes, ranges: ranges + other.ranges) }

    func intersection(_ other: Members) -> Members {
      let other = ScalarRanges(classes: other.classes, other.ranges)
      return Members(ranges: ScalarRanges(classes: classes, ranges).intersection(other).ranges)
    }

    var set: ScalarSet { ScalarSet(classes: classes, ranges: ranges) }

    /// Oniguruma's `\w`: alphabetic scalars, marks, decimal digits and connectors.
    static let wordCharacters = Members(
      classes: ScalarClass.wordCharacters | 1 << 9,
      ranges: [0x24b6...0x24e9, 0x1f130...0x1f149, 0x1f150...0x1f169, 0x1f170...0x1f189])

    /// Outside of a class it takes some numbers of Latin-1 too.
    static let wordCharactersAlone = Members(
      classes: wordCharacters.classes, ranges: wordCharacters.ranges + [0xb2...0xb3, 0xb9...0xb9, 0xbc...0xbe])
  }

  /// The class after its opening bracket.
  mutating func characterClass() throws(TokenizerError) -> ScalarSet {
    let isNegated = take("^" as Unicode.Scalar)
    let members = try classMembers()
    // A negated set keeps its categories, which are quicker than ranges.
    return ScalarSet(classes: members.classes, ranges: members.ranges, isNegated: isNegated)
  }

  private mutating func nestedClass() throws(TokenizerError) -> Members {
    try nested { (p) throws(TokenizerError) in
      let isNegated = p.take("^" as Unicode.Scalar)
      let members = try p.classMembers()
      return isNegated ? members.inverted : members
    }
  }

  /// Items up to the closing bracket; `&&` keeps what both sides have.
  private mutating func classMembers() throws(TokenizerError) -> Members {
    var members = try classItem()
    var both: Members?
    while current != "]" {
      if take("&&") {
        both = both?.intersection(members) ?? members
        members = try classItem()
      } else {
        members = members.union(try classItem())
      }
    }
    position += 1
    return both?.intersection(members) ?? members
  }

  private mutating func classItem() throws(TokenizerError) -> Members {
    let scalar = try next()
    if scalar == "[" {
      if current == ":" { throw .unsupported(component: "pattern [:name:]") }
      return try nestedClass()
    }
    if scalar == "\\", let members = try classEscape() { return members }
    let low = scalar == "\\" ? try escapedScalar(try next()) : scalar
    let high = try rangeEnd() ?? low
    guard low.value <= high.value else { throw .malformed("pattern has a range that runs backwards") }
    return Members(ranges: ignoresCase ? try Self.withBothCases(low, high) : [low.value...high.value])
  }

  /// What the escape at hand stands for; nil if it stands for one scalar, which is then still ahead.
  mutating func classEscape() throws(TokenizerError) -> Members? {
    switch current {
    case "s": position += 1; return Members(classes: ScalarClass.whitespace)
    case "S": position += 1; return Members(classes: ScalarClass.whitespace).inverted
    case "d": position += 1; return Members(classes: 1 << 8)
    case "D": position += 1; return Members(classes: 1 << 8).inverted
    case "w": position += 1; return .wordCharacters
    case "W": position += 1; return Members.wordCharacters.inverted
    case "p": position += 1; return try property()
    case "P": position += 1; return try property().inverted
    default: return nil
    }
  }

  private mutating func rangeEnd() throws(TokenizerError) -> Unicode.Scalar? {
    guard current == "-", position + 1 < scalars.count, scalars[position + 1] != "]" else { return nil }
    position += 1
    let scalar = try next()
    return scalar == "\\" ? try escapedScalar(try next()) : scalar
  }
}
