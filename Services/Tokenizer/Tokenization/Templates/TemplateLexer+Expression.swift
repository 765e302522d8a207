/// What stands inside `{{ }}` and `{% %}`.
extension TemplateLexer {
  /// Reads tokens up to `close`, or a `-` or `+` before it, and stops there.
  mutating func expressionTokens(
    until close: StaticString, _ emit: (inout TemplateLexer, TemplateToken.Kind) -> Void
  ) throws(TemplateError) {
    var brackets: [TemplateSign] = []
    while position < source.count {
      if let length = spaceLength(at: position) {
        advance(to: position + length)
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
    let sign = source[position] == UInt8(ascii: "-") || source[position] == UInt8(ascii: "+")
    return starts(with: close, at: position) || (sign && starts(with: close, at: position + 1))
  }

  private func balance(_ brackets: inout [TemplateSign], _ symbol: TemplateSign) throws(TemplateError) {
    switch symbol {
    case "(": brackets.append(")")
    case "[": brackets.append("]")
    case "{": brackets.append("}")
    case ")", "]", "}":
      guard let open = brackets.popLast(), open == symbol else { throw error("unexpected \(symbol)") }
    default: break
    }
  }

  private mutating func expressionToken() throws(TemplateError) -> TemplateToken.Kind {
    let byte = source[position]
    if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") { return .string(try string(byte)) }
    if isDigit(byte) { return try number() }
    if nameLength(at: position, isFirst: true) != nil { return .name(name()) }
    if position + 1 < source.count, let sign = take(TemplateSign(byte, source[position + 1]), 2, TemplateSign.long) {
      return .symbol(sign)
    }
    guard let sign = take(TemplateSign(byte), 1, TemplateSign.short) else { throw error("unexpected character") }
    return .symbol(sign)
  }

  private mutating func take(_ sign: TemplateSign, _ length: Int, _ known: Set<TemplateSign>) -> TemplateSign? {
    guard known.contains(sign) else { return nil }
    position += length
    return sign
  }

  /// Bytes of the character at `index` if a name may have it; nil for any other.
  private func nameLength(at index: Int, isFirst: Bool) -> Int? {
    let byte = source[index]
    if byte < 0x80 {
      let isLetter = (0x61...0x7a).contains(byte | 0x20) || byte == UInt8(ascii: "_")
      return isLetter || !isFirst && isDigit(byte) ? 1 : nil
    }
    let properties = scalar(at: index).properties
    return (isFirst ? properties.isXIDStart : properties.isXIDContinue) ? byte.scalarLength : nil
  }

  private mutating func name() -> String {
    let start = position
    while position < source.count, let length = nameLength(at: position, isFirst: false) { position += length }
    return String(decoding: source[start..<position], as: UTF8.self)
  }

  private mutating func number() throws(TemplateError) -> TemplateToken.Kind {
    if let value = try prefixedNumber() { return .integer(value) }
    let start = position
    skipDigits()
    var isWhole = true
    if position + 1 < source.count, source[position] == UInt8(ascii: "."), isDigit(source[position + 1]) {
      isWhole = false
      position += 1
      skipDigits()
    }
    if let exponent = exponentStart() {
      isWhole = false
      position = exponent
      skipDigits()
    }
    let digits = String(decoding: source[start..<position].filter { $0 != UInt8(ascii: "_") }, as: UTF8.self)
    if isWhole, let value = Int(digits) { return .integer(value) }
    guard !isWhole, let value = Double(digits) else { throw error("a number is out of range") }
    return .number(value)
  }

  /// `0x1f`, `0o17` or `0b11`; nil for a number without such a prefix.
  private mutating func prefixedNumber() throws(TemplateError) -> Int? {
    guard source[position] == UInt8(ascii: "0"), position + 2 < source.count else { return nil }
    let radix: Int
    switch source[position + 1] {
    case UInt8(ascii: "x"), UInt8(ascii: "X"): radix = 16
    case UInt8(ascii: "o"), UInt8(ascii: "O"): radix = 8
    case UInt8(ascii: "b"), UInt8(ascii: "B"): radix = 2
    default: return nil
    }
    let start = position + 2
    var end = start
    while end < source.count, source[end] == UInt8(ascii: "_") || Character(Unicode.Scalar(source[end])).isHexDigit {
      end += 1
    }
    let digits = String(decoding: source[start..<end].filter { $0 != UInt8(ascii: "_") }, as: UTF8.self)
    guard let value = Int(digits, radix: radix) else { throw error("a number is out of range") }
    position = end
    return value
  }

  private func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private mutating func skipDigits() {
    while position < source.count, isDigit(source[position]) || source[position] == UInt8(ascii: "_") { position += 1 }
  }

  private func exponentStart() -> Int? {
    guard position < source.count, source[position] | 0x20 == UInt8(ascii: "e") else { return nil }
    var index = position + 1
    if index < source.count, source[index] == UInt8(ascii: "-") || source[index] == UInt8(ascii: "+") { index += 1 }
    return index < source.count && isDigit(source[index]) ? index : nil
  }

  private mutating func string(_ quote: UInt8) throws(TemplateError) -> String {
    var text: [UInt8] = []
    advance(to: position + 1)
    while true {
      var end = position
      while end < source.count, source[end] != quote, source[end] != UInt8(ascii: "\\") { end += 1 }
      text += source[position..<end]
      advance(to: end)
      guard end < source.count else { throw error("a string has no end") }
      if source[end] == quote { break }
      try escape(into: &text)
    }
    position += 1
    return String(decoding: text, as: UTF8.self)
  }

  /// Python's escapes; one that is none keeps its backslash.
  private mutating func escape(into text: inout [UInt8]) throws(TemplateError) {
    guard position + 1 < source.count else { throw error("a string has no end") }
    let byte = source[position + 1]
    advance(to: position + 2)
    switch Unicode.Scalar(byte) {
    case "n": text.append(0x0a)
    case "t": text.append(0x09)
    case "r": text.append(0x0d)
    case "b": text.append(0x08)
    case "f": text.append(0x0c)
    case "v": text.append(0x0b)
    case "a": text.append(0x07)
    case "0": text.append(0x00)
    case "\\", "'", "\"": text.append(byte)
    case "\n": break
    case "x": text += String(try hexadecimal(digits: 2)).utf8
    case "u": text += String(try hexadecimal(digits: 4)).utf8
    case "U": text += String(try hexadecimal(digits: 8)).utf8
    // The first byte of a longer scalar too: the others follow as plain text.
    default: text += [UInt8(ascii: "\\"), byte]
    }
  }

  private mutating func hexadecimal(digits: Int) throws(TemplateError) -> Unicode.Scalar {
    let end = position + digits
    guard end <= source.count,
      let value = UInt32(String(decoding: source[position..<end], as: UTF8.self), radix: 16),
      let scalar = Unicode.Scalar(value)
    else { throw error("a string has a wrong escape") }
    position = end
    return scalar
  }
}
