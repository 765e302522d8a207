extension PatternParser {
  /// What stands after '['.
  mutating func characterClass() throws(PatternSyntaxError) -> ScalarSet {
    let isNegated = take("^")
    var set = ScalarSet()
    var isFirst = true
    while isFirst || peek != "]" {
      if peek == nil { throw error("'[' without ']'; write '\\[' for the character") }
      set.formUnion(try classItem(isFirst: isFirst))
      isFirst = false
    }
    index += 1
    return isNegated ? set.inverted : set
  }

  private mutating func classItem(isFirst: Bool) throws(PatternSyntaxError) -> ScalarSet {
    if peek == "[", index + 1 < scalars.count, scalars[index + 1] == ":" { return try namedClass() }
    if peek == "-", !isFirst, index + 1 < scalars.count, scalars[index + 1] != "]" {
      throw error("'-' between two ranges; write '\\-' for the character")
    }
    if peek == "\\" {
      index += 1
      if let set = perlClass() { return set }
      index -= 1
    }
    return folded(try range())
  }

  private mutating func range() throws(PatternSyntaxError) -> ScalarSet {
    let low = try classScalar()
    guard peek == "-", index + 1 < scalars.count, scalars[index + 1] != "]" else { return ScalarSet(low) }
    index += 1
    let high = try classScalar()
    guard low <= high else { throw error("a range's end is before its start") }
    return ScalarSet([low.value...high.value])
  }

  private mutating func classScalar() throws(PatternSyntaxError) -> Unicode.Scalar {
    if take("\\") { return try escapedScalar() }
    guard let scalar = next() else { throw error("'[' without ']'") }
    return scalar
  }

  private mutating func namedClass() throws(PatternSyntaxError) -> ScalarSet {
    for (name, ranges) in Self.namedClasses {
      let written = Array("[:\(name):]".unicodeScalars)
      guard scalars[index...].starts(with: written) else { continue }
      index += written.count
      return folded(ScalarSet(ranges))
    }
    throw error("unknown class name; there are \(Self.namedClasses.map { "[:\($0.0):]" }.joined(separator: ", "))")
  }

  private static let namedClasses: [(String, [ClosedRange<UInt32>])] = [
    ("alnum", [48...57, 65...90, 97...122]), ("alpha", [65...90, 97...122]), ("digit", [48...57]),
    ("lower", [97...122]), ("punct", [33...47, 58...64, 91...96, 123...126]), ("space", [9...13, 32...32]),
    ("upper", [65...90]), ("word", [48...57, 65...90, 95...95, 97...122]), ("xdigit", [48...57, 65...70, 97...102]),
  ]
}
