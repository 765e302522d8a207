/// Parses the tokens of a template. Source of the grammar: Jinja 3.1, `jinja2/parser.py`.
struct TemplateParser {
  private let tokens: [TemplateToken]
  private var index = 0
  private var nesting = 0
  /// Operators of the tag so far.
  var operatorCount = 0
  /// Those of ``MacroDefinition/extraNames`` that were met.
  var metExtras: Set<String> = []
  var symbols = TemplateSymbols()

  private init(_ tokens: [TemplateToken]) { self.tokens = tokens }

  static func parse(_ source: String) throws(TemplateError) -> ([TemplateStatement], TemplateSymbols) {
    var parser = TemplateParser(try TemplateLexer.tokens(of: source))
    let (body, _) = try parser.statements(until: [])
    return (body, parser.symbols)
  }

  var current: TemplateToken.Kind { tokens[index].kind }
  var following: TemplateToken.Kind { tokens[min(index + 1, tokens.count - 1)].kind }

  func error(_ message: String) -> TemplateError { .syntax(message, line: tokens[index].line) }

  mutating func advance() { index = min(index + 1, tokens.count - 1) }

  mutating func take(_ kind: TemplateToken.Kind) -> Bool {
    guard current == kind else { return false }
    advance()
    return true
  }

  mutating func take(symbol: TemplateSign) -> Bool {
    guard case .symbol(symbol) = tokens[index].kind else { return false }
    advance()
    return true
  }

  mutating func take(name: String) -> Bool {
    guard case .name(let text) = tokens[index].kind, text == name else { return false }
    advance()
    return true
  }

  mutating func expect(_ kind: TemplateToken.Kind, _ what: String) throws(TemplateError) {
    guard take(kind) else { throw error("expected \(what)") }
  }

  mutating func expect(symbol: TemplateSign) throws(TemplateError) {
    guard take(symbol: symbol) else { throw error("expected \(symbol)") }
  }

  mutating func name() throws(TemplateError) -> String {
    guard case .name(let name) = current else { throw error("expected a name") }
    advance()
    return name
  }

  mutating func symbol() throws(TemplateError) -> TemplateSymbol { symbols.symbol(try name()) }

  /// Runs `body` one level deeper.
  mutating func nested<Result>(
    _ body: (inout TemplateParser) throws(TemplateError) -> Result
  ) throws(TemplateError) -> Result {
    nesting += 1
    guard nesting <= TemplateLimits.nestingMax else { throw .limit("nested deeper than \(TemplateLimits.nestingMax)") }
    defer { nesting -= 1 }
    return try body(&self)
  }

  /// Statements up to a tag named in `ends`, whose name is taken and given back; up to the end for none.
  mutating func statements(until ends: [String]) throws(TemplateError) -> ([TemplateStatement], end: String) {
    var body: [TemplateStatement] = []
    while true {
      operatorCount = 0
      switch current {
      case .text(let text):
        advance()
        body.append(.text(text))
      case .outputStart:
        advance()
        body.append(.output(try tupleExpression()))
        try expect(.outputEnd, "}}")
      case .statementStart:
        advance()
        let tag = try name()
        if ends.contains(tag) { return (body, tag) }
        body.append(try nested { (parser) throws(TemplateError) in try parser.statement(tag) })
      default:
        guard ends.isEmpty, current == .end else { throw error("expected \(ends.joined(separator: " or "))") }
        return (body, "")
      }
    }
  }

  mutating func endTag() throws(TemplateError) { try expect(.statementEnd, "%}") }
}
