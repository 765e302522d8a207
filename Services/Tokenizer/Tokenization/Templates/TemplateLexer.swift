/// Cuts a template into tokens, with the white space control that chat templates are written for: `trim_blocks` (a line
/// feed after a statement is dropped), `lstrip_blocks` (so are spaces before one that begins a line), `{%-` and `-%}`.
///
/// Source: Jinja 3.1, `jinja2/lexer.py`.
struct TemplateLexer {
  /// UTF-8.
  let source: [UInt8]
  var position = 0
  private var line = 1
  private var tokens: [TemplateToken] = []
  /// Whether the text from here on begins a line.
  private var isAtLineStart = true

  private init(_ source: [UInt8]) { self.source = source }

  static func tokens(of source: String) throws(TemplateError) -> [TemplateToken] {
    guard source.utf8.count <= TemplateLimits.sourceByteCountMax else {
      throw .limit("template longer than \(TemplateLimits.sourceByteCountMax >> 20) MiB")
    }
    var lexer = TemplateLexer(normalizingNewlines(Array(source.utf8)))
    while lexer.position < lexer.source.count { try lexer.textAndTag() }
    lexer.append(.end)
    return lexer.tokens
  }

  /// Every newline is a line feed, and one at the very end does not count.
  private static func normalizingNewlines(_ source: [UInt8]) -> [UInt8] {
    var output = source
    if source.contains(0x0d) {
      output = []
      for (index, byte) in source.enumerated() where !(byte == 0x0a && index > 0 && source[index - 1] == 0x0d) {
        output.append(byte == 0x0d ? 0x0a : byte)
      }
    }
    if output.last == 0x0a { output.removeLast() }
    return output
  }

  func error(_ message: String) -> TemplateError { .syntax(message, line: line) }

  mutating func append(_ kind: TemplateToken.Kind) { tokens.append(TemplateToken(kind: kind, line: line)) }

  /// Moves on, counting lines.
  mutating func advance(to end: Int) {
    for index in position..<end where source[index] == 0x0a { line += 1 }
    position = end
  }

  /// `text` is ASCII.
  func starts(with text: StaticString, at index: Int) -> Bool {
    text.withUTF8Buffer { wanted in
      guard index + wanted.count <= source.count else { return false }
      for offset in wanted.indices where source[index + offset] != wanted[offset] { return false }
      return true
    }
  }

  /// What follows a brace that opens a tag.
  private static let tagSigns: [UInt8] = [UInt8(ascii: "%"), UInt8(ascii: "{"), UInt8(ascii: "#")]

  private func nextTag() -> Int? {
    var index = position
    while index + 1 < source.count {
      if source[index] == UInt8(ascii: "{"), Self.tagSigns.contains(source[index + 1]) { return index }
      index += 1
    }
    return nil
  }

  private mutating func textAndTag() throws(TemplateError) {
    guard let tag = nextTag() else { return appendText(upTo: source.count, next: source.count) }
    let sign = tag + 2 < source.count ? source[tag + 2] : 0
    appendText(upTo: textEnd(before: tag, sign), next: tag)
    advance(to: tag + (isTrimming(sign) ? 3 : 2))
    switch source[tag + 1] {
    case UInt8(ascii: "{"): try expressionTag(.outputStart, .outputEnd, "}}")
    case UInt8(ascii: "%"): try statementTag()
    default: try comment()
    }
  }

  private mutating func appendText(upTo end: Int, next: Int) {
    if position < end { append(.text(String(decoding: source[position..<end], as: UTF8.self))) }
    advance(to: next)
  }

  private func textEnd(before tag: Int, _ sign: UInt8) -> Int {
    var end = tag
    if sign == UInt8(ascii: "-") {
      while end > position, let length = spaceLength(before: end) { end -= length }
    } else if sign != UInt8(ascii: "+"), source[tag + 1] != UInt8(ascii: "{") {
      while end > position, source[end - 1] != 0x0a, let length = spaceLength(before: end) { end -= length }
      let beginsLine = end > position ? source[end - 1] == 0x0a : isAtLineStart
      return beginsLine ? end : tag
    }
    return end
  }

  /// Whether white space beside a tag depends on this sign in it.
  private func isTrimming(_ sign: UInt8) -> Bool { sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") }

  /// Bytes of the white space character at `index`; nil for any other.
  func spaceLength(at index: Int) -> Int? {
    let byte = source[index]
    if byte < 0x80 { return byte == 0x20 || (0x09...0x0d).contains(byte) ? 1 : nil }
    return scalar(at: index).properties.isWhitespace ? byte.scalarLength : nil
  }

  private func spaceLength(before end: Int) -> Int? {
    var start = end - 1
    while source[start] & 0xc0 == 0x80 { start -= 1 }
    return spaceLength(at: start)
  }

  func scalar(at index: Int) -> Unicode.Scalar {
    let bytes = source[index..<index + source[index].scalarLength]
    return String(decoding: bytes, as: UTF8.self).unicodeScalars.first ?? "\u{fffd}"
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
    advance(to: position + (isTrimming(sign) ? 3 : 2))
    endTag(sign, trimsNewline: end == .statementEnd)
  }

  func skippingSpace(from start: Int) -> Int {
    var index = start
    while index < source.count, let length = spaceLength(at: index) { index += length }
    return index
  }

  private mutating func comment() throws(TemplateError) {
    var end = position
    while !starts(with: "#}", at: end) {
      guard end < source.count else { throw error("a comment has no end") }
      end += 1
    }
    let sign = end > position ? source[end - 1] : 0
    advance(to: end + 2)
    endTag(sign, trimsNewline: true)
  }

  /// What follows a tag: `-` drops all white space, a plain end of statement one line feed.
  private mutating func endTag(_ sign: UInt8, trimsNewline: Bool) {
    var end = position
    if sign == UInt8(ascii: "-") {
      end = skippingSpace(from: end)
    } else if sign != UInt8(ascii: "+"), trimsNewline, end < source.count, source[end] == 0x0a {
      end += 1
    }
    advance(to: end)
    isAtLineStart = source[end - 1] == 0x0a
  }

  /// The end of ` raw %}` or ` endraw %}` at `start`; nil if something else is there. The sign is before the end.
  private func rawTagEnd(named name: StaticString, from start: Int) -> Int? {
    var index = skippingSpace(from: start)
    guard starts(with: name, at: index) else { return nil }
    index += name.utf8CodeUnitCount
    index = skippingSpace(from: index)
    if index < source.count, isTrimming(source[index]) { index += 1 }
    return starts(with: "%}", at: index) ? index + 2 : nil
  }

  private mutating func rawBlock(from start: Int) throws(TemplateError) {
    advance(to: start)
    endTag(source[start - 3], trimsNewline: true)
    for index in position..<source.count where starts(with: "{%", at: index) {
      let sign = index + 2 < source.count ? source[index + 2] : 0
      let name = index + (isTrimming(sign) ? 3 : 2)
      guard let end = rawTagEnd(named: "endraw", from: name) else { continue }
      appendText(upTo: textEnd(before: index, sign), next: end)
      return endTag(source[end - 3], trimsNewline: true)
    }
    throw error("a raw block has no end")
  }
}
