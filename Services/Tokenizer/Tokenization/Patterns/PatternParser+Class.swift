/// Bracketed classes: `[^\r\n\p{L}0-9]`.
extension PatternParser {
  mutating func characterClass() throws(TokenizerError) -> ScalarSet {
    if ignoresCase { throw .unsupported(component: "pattern (?i:) with a class") }
    let isNegated = take("^" as Unicode.Scalar)
    var members = ClassMembers()
    repeat { try classItem(into: &members) } while current != "]"
    position += 1
    return ScalarSet(classes: members.classes, ranges: members.ranges, isNegated: isNegated)
  }

  private struct ClassMembers {
    var classes: UInt32 = 0
    var ranges: [ClosedRange<UInt32>] = []
  }

  private mutating func classItem(into members: inout ClassMembers) throws(TokenizerError) {
    if take("&&") { throw .unsupported(component: "pattern class intersection &&") }
    let scalar = try next()
    if scalar == "[" { throw .unsupported(component: "pattern class inside a class") }
    if scalar == "\\", let classes = try classEscape() {
      members.classes |= classes
      return
    }
    let low = scalar == "\\" ? try escapedScalar(try next()) : scalar
    let high = try rangeEnd() ?? low
    guard low.value <= high.value else { throw .malformed("pattern has a range that runs backwards") }
    members.ranges.append(low.value...high.value)
  }

  /// The categories that the escape at hand stands for; nil if it stands for one scalar, which is then still ahead.
  private mutating func classEscape() throws(TokenizerError) -> UInt32? {
    switch current {
    case "s": position += 1; return ScalarClass.whitespace
    case "S": position += 1; return ScalarClass.all & ~ScalarClass.whitespace
    case "d": position += 1; return 1 << 8
    case "D": position += 1; return ScalarClass.all & ~(1 << 8)
    case "w": position += 1; return ScalarClass.wordCharacters
    case "W": position += 1; return ScalarClass.all & ~ScalarClass.wordCharacters
    case "p": position += 1; return try property()
    case "P": position += 1; return ScalarClass.all & ~(try property())
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
