extension PatternParser {
  /// What stands after '\' outside a class.
  mutating func escape() throws(PatternSyntaxError) -> Pattern {
    switch peek {
    case "b": return assertion(.wordBoundary)
    case "B": return assertion(.notWordBoundary)
    case "A": return assertion(.textStart)
    case "z": return assertion(.textEnd)
    default: break
    }
    if let set = perlClass() { return .scalar(set) }
    return literal(try escapedScalar())
  }

  private mutating func assertion(_ assertion: Assertion) -> Pattern {
    index += 1
    return .assertion(assertion)
  }

  /// '\d', '\w', '\s' and their opposites; ASCII, as in RE2.
  mutating func perlClass() -> ScalarSet? {
    guard let letter = peek, let set = Self.perlClasses[letter.properties.lowercaseMapping] else { return nil }
    index += 1
    let isOpposite = letter.properties.isUppercase
    return isOpposite ? folded(set).inverted : folded(set)
  }

  private static let perlClasses: [String: ScalarSet] = [
    "d": ScalarSet([48...57]),
    "w": ScalarSet([48...57, 65...90, 95...95, 97...122]),
    "s": ScalarSet([9...10, 12...13, 32...32]),
  ]

  mutating func escapedScalar() throws(PatternSyntaxError) -> Unicode.Scalar {
    guard let scalar = next() else { throw error("the pattern ends with '\\'") }
    switch scalar {
    case "a": return "\u{7}"
    case "f": return "\u{C}"
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "v": return "\u{B}"
    case "x": return try hexadecimalScalar()
    case "p", "P": throw error("Unicode classes are not supported; write a range such as '[\\x{4E00}-\\x{9FFF}]'")
    case "1"..."9": throw error("back-references are not supported (RE2 has none)")
    default: break
    }
    guard scalar.isASCII, Neighbour(scalar) != .word, scalar != "\n" else { throw error("unknown escape") }
    return scalar
  }

  private mutating func hexadecimalScalar() throws(PatternSyntaxError) -> Unicode.Scalar {
    var digits = ""
    if take("{") {
      while let scalar = next(), scalar != "}" { digits.unicodeScalars.append(scalar) }
    } else {
      for _ in 0..<2 { if let scalar = next() { digits.unicodeScalars.append(scalar) } }
      guard digits.count == 2 else { throw error("'\\x' needs two hexadecimal digits or '{…}'") }
    }
    let isHexadecimal = digits.unicodeScalars.allSatisfy { $0.properties.isASCIIHexDigit }
    guard isHexadecimal, let value = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(value) else {
      throw error("not the hexadecimal number of a Unicode scalar")
    }
    return scalar
  }
}
