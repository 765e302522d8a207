/// What stands inside `{{ }}` and `{% %}`.
extension TemplateLexer {
  private static let symbols = [
    "//", "**", "==", "!=", "<=", ">=", "+", "-", "*", "/", "%", "~", "[", "]", "(", ")", "{", "}", "<", ">", "=", ".",
    ":",
    "|", ",", ";",
  ].map { (scalars: Array($0.unicodeScalars), text: $0) }

  /// Reads tokens up to `close`, or a `-` or `+` before it, and stops there.
  mutating func expressionTokens(
    until close: StaticString, _ emit: (inout TemplateLexer, TemplateToken.Kind) -> Void
  ) throws(TemplateError) {
    var brackets: [Unicode.Scalar] = []
    while position < source.count {
      if isSpace(source[position]) {
        advance(to: position + 1)
      } else if brackets.isEmpty && isAtClose(close) {
        return
      } else {
        let token = try expressionToken()
        if case .symbol(let symbol) = token { try balance(&brackets, symbol) }
        emit(&self, token)
      }
    }
    throw error("a tag has no end")
  }

  private func isAtClose(_ close: StaticString) -> Bool {
    let sign = source[position] == "-" || source[position] == "+"
    return starts(with: close, at: position) || (sign && starts(with: close, at: position + 1))
  }

  private func balance(_ brackets: inout [Unicode.Scalar], _ symbol: String) throws(TemplateError) {
    switch symbol {
    case "(": brackets.append(")")
    case "[": brackets.append("]")
    case "{": brackets.append("}")
    case ")", "]", "}":
      guard let open = brackets.popLast(), String(open) == symbol else { throw error("unexpected \(symbol)") }
    default: break
    }
  }

  private mutating func expressionToken() throws(TemplateError) -> TemplateToken.Kind {
    let scalar = source[position]
    if scalar == "'" || scalar == "\"" { return .string(try string(scalar)) }
    if ("0"..."9").contains(scalar) { return try number() }
    if isNameStart(scalar) { return .name(name()) }
    for (scalars, text) in Self.symbols where scalars[0] == scalar {
      guard scalars.count == 1 || position + 1 < source.count && source[position + 1] == scalars[1] else { continue }
      advance(to: position + scalars.count)
      return .symbol(text)
    }
    throw error("unexpected character")
  }

  private func isNameStart(_ scalar: Unicode.Scalar) -> Bool {
    isASCIIWord(scalar, digits: false) ?? scalar.properties.isXIDStart
  }

  /// Nil beyond ASCII.
  private func isASCIIWord(_ scalar: Unicode.Scalar, digits: Bool) -> Bool? {
    guard scalar.isASCII else { return nil }
    return ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || scalar == "_"
      || digits && ("0"..."9").contains(scalar)
  }

  private mutating func name() -> String {
    let start = position
    while position < source.count,
      isASCIIWord(source[position], digits: true) ?? source[position].properties.isXIDContinue
    {
      position += 1
    }
    return String(String.UnicodeScalarView(source[start..<position]))
  }

  private mutating func number() throws(TemplateError) -> TemplateToken.Kind {
    if let value = try prefixedNumber() { return .integer(value) }
    let start = position
    skipDigits()
    var isWhole = true
    if position + 1 < source.count, source[position] == ".", isDigit(source[position + 1]) {
      isWhole = false
      position += 1
      skipDigits()
    }
    if let exponent = exponentStart() {
      isWhole = false
      position = exponent
      skipDigits()
    }
    let digits = String(String.UnicodeScalarView(source[start..<position].filter { $0 != "_" }))
    if isWhole, let value = Int(digits) { return .integer(value) }
    guard !isWhole, let value = Double(digits) else { throw error("a number is out of range") }
    return .number(value)
  }

  /// `0x1f`, `0o17` or `0b11`; nil for a number without such a prefix.
  private mutating func prefixedNumber() throws(TemplateError) -> Int? {
    guard source[position] == "0", position + 2 < source.count else { return nil }
    let radix: Int
    switch source[position + 1] {
    case "x", "X": radix = 16
    case "o", "O": radix = 8
    case "b", "B": radix = 2
    default: return nil
    }
    let start = position + 2
    var end = start
    while end < source.count, source[end] == "_" || (source[end].isASCII && Character(source[end]).isHexDigit) {
      end += 1
    }
    let digits = String(String.UnicodeScalarView(source[start..<end].filter { $0 != "_" }))
    guard let value = Int(digits, radix: radix) else { throw error("a number is out of range") }
    position = end
    return value
  }

  private func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

  private mutating func skipDigits() {
    while position < source.count, isDigit(source[position]) || source[position] == "_" { position += 1 }
  }

  private func exponentStart() -> Int? {
    guard position < source.count, source[position] == "e" || source[position] == "E" else { return nil }
    var index = position + 1
    if index < source.count, source[index] == "-" || source[index] == "+" { index += 1 }
    return index < source.count && isDigit(source[index]) ? index : nil
  }

  private mutating func string(_ quote: Unicode.Scalar) throws(TemplateError) -> String {
    var text = String.UnicodeScalarView()
    advance(to: position + 1)
    while position < source.count, source[position] != quote {
      if source[position] == "\\" {
        try escape(into: &text)
      } else {
        text.append(source[position])
        advance(to: position + 1)
      }
    }
    guard position < source.count else { throw error("a string has no end") }
    position += 1
    return String(text)
  }

  /// Python's escapes; one that is none keeps its backslash.
  private mutating func escape(into text: inout String.UnicodeScalarView) throws(TemplateError) {
    guard position + 1 < source.count else { throw error("a string has no end") }
    let scalar = source[position + 1]
    advance(to: position + 2)
    switch scalar {
    case "n": text.append("\n")
    case "t": text.append("\t")
    case "r": text.append("\r")
    case "b": text.append("\u{08}")
    case "f": text.append("\u{0c}")
    case "v": text.append("\u{0b}")
    case "a": text.append("\u{07}")
    case "0": text.append("\u{00}")
    case "\\", "'", "\"": text.append(scalar)
    case "\n": break
    case "x": text.append(try hexadecimal(digits: 2))
    case "u": text.append(try hexadecimal(digits: 4))
    case "U": text.append(try hexadecimal(digits: 8))
    default: text.append(contentsOf: ["\\", scalar])
    }
  }

  private mutating func hexadecimal(digits: Int) throws(TemplateError) -> Unicode.Scalar {
    let end = position + digits
    guard end <= source.count,
      let value = UInt32(String(String.UnicodeScalarView(source[position..<end])), radix: 16),
      let scalar = Unicode.Scalar(value)
    else { throw error("a string has a wrong escape") }
    position = end
    return scalar
  }
}
