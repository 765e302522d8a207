extension PatternParser {
  enum GroupPrefix { case body, onlyFlags }

  /// What stands after '(?': ':', 'P<name>', '<name>', flags with ':' or flags alone.
  mutating func groupPrefix() throws(PatternSyntaxError) -> GroupPrefix {
    if take(":") { return .body }
    if peek == "P" || peek == "<" { return try groupName() }
    if peek == "=" || peek == "!" { throw error("lookahead is not supported (RE2 has none)") }
    return try flagLetters()
  }

  private mutating func groupName() throws(PatternSyntaxError) -> GroupPrefix {
    _ = take("P")
    guard take("<"), peek != "=", peek != "!" else {
      throw error("lookbehind and back-references are not supported (RE2 has none)")
    }
    let start = index
    while let scalar = peek, Neighbour(scalar) == .word { index += 1 }
    guard index > start, take(">") else { throw error("a group's name needs letters and a closing '>'") }
    return .body
  }

  private mutating func flagLetters() throws(PatternSyntaxError) -> GroupPrefix {
    var value = true
    var count = 0
    while let letter = next() {
      switch letter {
      case "i": flags.ignoreCase = value
      case "s": flags.dotMatchesNewline = value
      case "m": flags.multiLine = value
      case "-" where value: value = false
      case ":" where count > 0: return .body
      case ")" where count > 0: return .onlyFlags
      default: throw error("unknown group; there are (?:…), (?i…), (?s…), (?m…) and (?P<name>…)")
      }
      count = letter == "-" ? 0 : count + 1
    }
    throw error("'(?' without ')'")
  }
}

extension Neighbour {
  init(_ scalar: Unicode.Scalar) { self = scalar.isASCII ? Neighbour(UInt8(scalar.value)) : .other }
}
