/// Cuts a template into tokens, with the white space control that chat templates are written for: `trim_blocks` (a line
/// feed after a statement is dropped), `lstrip_blocks` (so are spaces before one that begins a line), `{%-` and `-%}`.
///
/// Source: Jinja 3.1, `jinja2/lexer.py`.
struct TemplateLexer {
  let source: [Unicode.Scalar]
  var position = 0
  private var line = 1
  private var tokens: [TemplateToken] = []
  /// Whether the text from here on begins a line.
  private var isAtLineStart = true

  private init(_ source: [Unicode.Scalar]) { self.source = source }

  static func tokens(of source: String) throws(TemplateError) -> [TemplateToken] {
    guard source.utf8.count <= TemplateLimits.sourceByteCountMax else {
      throw .limit("template longer than \(TemplateLimits.sourceByteCountMax >> 20) MiB")
    }
    var lexer = TemplateLexer(normalizingNewlines(Array(source.unicodeScalars)))
    while lexer.position < lexer.source.count { try lexer.textAndTag() }
    lexer.append(.end)
    return lexer.tokens
  }

  /// Every newline is a line feed, and one at the very end does not count.
  private static func normalizingNewlines(_ source: [Unicode.Scalar]) -> [Unicode.Scalar] {
    var output: [Unicode.Scalar] = []
    for (index, scalar) in source.enumerated() {
      if scalar == "\r" {
        output.append("\n")
      } else if !(scalar == "\n" && index > 0 && source[index - 1] == "\r") {
        output.append(scalar)
      }
    }
    if output.last == "\n" { output.removeLast() }
    return output
  }

  func error(_ message: String) -> TemplateError { .syntax(message, line: line) }

  mutating func append(_ kind: TemplateToken.Kind) { tokens.append(TemplateToken(kind: kind, line: line)) }

  /// Moves on, counting lines.
  mutating func advance(to end: Int) {
    for index in position..<end where source[index] == "\n" { line += 1 }
    position = end
  }

  /// `text` is ASCII.
  func starts(with text: StaticString, at index: Int) -> Bool {
    text.withUTF8Buffer { wanted in
      guard index + wanted.count <= source.count else { return false }
      for offset in wanted.indices where source[index + offset].value != UInt32(wanted[offset]) { return false }
      return true
    }
  }

  private func nextTag() -> Int? {
    var index = position
    while index + 1 < source.count {
      if source[index] == "{", source[index + 1] == "%" || source[index + 1] == "{" || source[index + 1] == "#" {
        return index
      }
      index += 1
    }
    return nil
  }

  private mutating func textAndTag() throws(TemplateError) {
    guard let tag = nextTag() else { return appendText(upTo: source.count, next: source.count) }
    let sign = tag + 2 < source.count ? source[tag + 2] : " "
    appendText(upTo: textEnd(before: tag, sign), next: tag)
    advance(to: tag + (sign == "-" || sign == "+" ? 3 : 2))
    switch source[tag + 1] {
    case "{": try expressionTag(.outputStart, .outputEnd, "}}")
    case "%": try statementTag()
    default: try comment()
    }
  }

  private mutating func appendText(upTo end: Int, next: Int) {
    if position < end { append(.text(String(String.UnicodeScalarView(source[position..<end])))) }
    advance(to: next)
  }

  private func textEnd(before tag: Int, _ sign: Unicode.Scalar) -> Int {
    var end = tag
    if sign == "-" {
      while end > position, isSpace(source[end - 1]) { end -= 1 }
    } else if sign != "+", source[tag + 1] != "{" {
      while end > position, source[end - 1] != "\n", isSpace(source[end - 1]) { end -= 1 }
      let beginsLine = end > position ? source[end - 1] == "\n" : isAtLineStart
      return beginsLine ? end : tag
    }
    return end
  }

  func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return scalar == " " || ("\t"..."\r").contains(scalar) }
    return scalar.properties.isWhitespace
  }

  private mutating func statementTag() throws(TemplateError) {
    if let end = rawTagEnd(named: "raw", from: position) { return try rawBlock(from: end) }
    try expressionTag(.statementStart, .statementEnd, "%}")
  }

  private mutating func expressionTag(
    _ start: TemplateToken.Kind, _ end: TemplateToken.Kind, _ close: StaticString
  ) throws(TemplateError) {
    append(start)
    try expressionTokens(until: close) { $0.append($1) }
    append(end)
    let sign = source[position]
    advance(to: position + (sign == "-" || sign == "+" ? 3 : 2))
    endTag(sign, trimsNewline: end == .statementEnd)
  }

  private mutating func comment() throws(TemplateError) {
    var end = position
    while !starts(with: "#}", at: end) {
      guard end < source.count else { throw error("a comment has no end") }
      end += 1
    }
    let sign = end > position ? source[end - 1] : " "
    advance(to: end + 2)
    endTag(sign, trimsNewline: true)
  }

  /// What follows a tag: `-` drops all white space, a plain end of statement one line feed.
  private mutating func endTag(_ sign: Unicode.Scalar, trimsNewline: Bool) {
    var end = position
    if sign == "-" {
      while end < source.count, isSpace(source[end]) { end += 1 }
    } else if sign != "+", trimsNewline, end < source.count, source[end] == "\n" {
      end += 1
    }
    advance(to: end)
    isAtLineStart = source[end - 1] == "\n"
  }

  /// The end of ` raw %}` or ` endraw %}` at `start`; nil if something else is there. The sign is before the end.
  private func rawTagEnd(named name: StaticString, from start: Int) -> Int? {
    var index = start
    while index < source.count, isSpace(source[index]) { index += 1 }
    guard starts(with: name, at: index) else { return nil }
    index += name.description.unicodeScalars.count
    while index < source.count, isSpace(source[index]) { index += 1 }
    if index < source.count, source[index] == "-" || source[index] == "+" { index += 1 }
    return starts(with: "%}", at: index) ? index + 2 : nil
  }

  private mutating func rawBlock(from start: Int) throws(TemplateError) {
    advance(to: start)
    endTag(source[start - 3], trimsNewline: true)
    for index in position..<source.count where starts(with: "{%", at: index) {
      let sign = index + 2 < source.count ? source[index + 2] : " "
      let name = index + (sign == "-" || sign == "+" ? 3 : 2)
      guard let end = rawTagEnd(named: "endraw", from: name) else { continue }
      appendText(upTo: textEnd(before: index, sign), next: end)
      return endTag(source[end - 3], trimsNewline: true)
    }
    throw error("a raw block has no end")
  }
}
