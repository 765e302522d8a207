extension TemplateParser {
  /// The statement whose tag name was just taken.
  mutating func statement(_ tag: String) throws(TemplateError) -> TemplateStatement {
    switch tag {
    case "set": return try set()
    case "if": return try conditional()
    case "for": return try loop()
    case "macro": return try macro()
    case "call": return try callBlock()
    case "filter": return try filterBlock()
    case "with": return try with()
    case "generation": return try group(end: "endgeneration")
    case "block":
      _ = try name()
      return try group(end: "endblock")
    case "break": return try alone(.breakLoop)
    case "continue": return try alone(.continueLoop)
    case "include", "import", "from", "extends", "autoescape", "do", "trans", "debug":
      throw .unsupported("the statement \(tag)")
    default: throw error("unknown statement \(tag)")
    }
  }

  private mutating func alone(_ statement: TemplateStatement) throws(TemplateError) -> TemplateStatement {
    try endTag()
    return statement
  }

  /// Statements after the tag's end, up to `end` and its own end.
  private mutating func body(until end: String) throws(TemplateError) -> [TemplateStatement] {
    try endTag()
    let (body, _) = try statements(until: [end])
    // `endblock` and `endmacro` may repeat the name.
    if case .name = current { advance() }
    try endTag()
    return body
  }

  private mutating func group(end: String) throws(TemplateError) -> TemplateStatement { .group(try body(until: end)) }

  private mutating func set() throws(TemplateError) -> TemplateStatement {
    let target = try assignmentTarget()
    if take(symbol: "=") {
      let value = try tupleExpression()
      try endTag()
      return .set(target, value)
    }
    let filters = try filterCalls()
    return .setBlock(target, filters, try body(until: "endset"))
  }

  private mutating func filterCalls() throws(TemplateError) -> [FilterCall] {
    var filters: [FilterCall] = []
    while take(symbol: "|") { filters.append(try filterCall()) }
    return filters
  }

  private mutating func filterBlock() throws(TemplateError) -> TemplateStatement {
    let filters = [try filterCall()] + (try filterCalls())
    return .filterBlock(filters, try body(until: "endfilter"))
  }

  mutating func assignmentTarget() throws(TemplateError) -> AssignmentTarget {
    let first = try singleTarget()
    guard current == .symbol(",") else { return first }
    var targets = [first]
    while take(symbol: ",") {
      guard case .name = current else { break }
      targets.append(try singleTarget())
    }
    return .tuple(targets)
  }

  private mutating func singleTarget() throws(TemplateError) -> AssignmentTarget {
    if take(symbol: "(") {
      let target = try nested { (parser) throws(TemplateError) in try parser.assignmentTarget() }
      try expect(symbol: ")")
      return target
    }
    let symbol = try symbol()
    guard take(symbol: ".") else { return .name(symbol) }
    return .attribute(of: symbol, try name())
  }

  private mutating func conditional() throws(TemplateError) -> TemplateStatement {
    var branches: [(condition: TemplateExpression, body: [TemplateStatement])] = []
    var tag = "if"
    while tag == "if" || tag == "elif" {
      let condition = try tupleExpression()
      try endTag()
      let (body, end) = try statements(until: ["elif", "else", "endif"])
      branches.append((condition, body))
      tag = end
    }
    let otherwise = tag == "else" ? try elseBody(until: "endif") : []
    try endTag()
    return .conditional(branches, else: otherwise)
  }

  private mutating func elseBody(until end: String) throws(TemplateError) -> [TemplateStatement] {
    try endTag()
    return try statements(until: [end]).0
  }

  private mutating func loop() throws(TemplateError) -> TemplateStatement {
    let target = try assignmentTarget()
    try expect(.name("in"), "in")
    let items = try tupleExpression(allowsConditional: false)
    let condition = take(name: "if") ? try expression() : nil
    let isRecursive = take(name: "recursive")
    try endTag()
    let (body, end) = try statements(until: ["else", "endfor"])
    let otherwise = end == "else" ? try elseBody(until: "endfor") : []
    try endTag()
    return .loop(
      LoopDefinition(
        target: target, items: items, condition: condition, isRecursive: isRecursive, body: body, otherwise: otherwise))
  }

  private mutating func macro(
    named symbol: TemplateSymbol, _ parameters: [(symbol: TemplateSymbol, defaultValue: TemplateExpression?)],
    until end: String
  ) throws(TemplateError) -> MacroDefinition {
    let outer = metExtras
    metExtras = []
    defer { metExtras = outer }
    let body = try body(until: end)
    return MacroDefinition(symbol: symbol, parameters: parameters, body: body, extras: metExtras)
  }

  private mutating func macro() throws(TemplateError) -> TemplateStatement {
    let symbol = try symbol()
    try expect(symbol: "(")
    let parameters = try parameters()
    return .macro(try macro(named: symbol, parameters, until: "endmacro"))
  }

  /// Up to and with the closing parenthesis.
  private mutating func parameters() throws(TemplateError) -> [(
    symbol: TemplateSymbol, defaultValue: TemplateExpression?
  )] {
    var parameters: [(symbol: TemplateSymbol, defaultValue: TemplateExpression?)] = []
    while !take(symbol: ")") {
      if !parameters.isEmpty { try expect(symbol: ",") }
      if take(symbol: ")") { break }
      let symbol = try symbol()
      parameters.append((symbol, take(symbol: "=") ? try expression() : nil))
    }
    return parameters
  }

  private mutating func callBlock() throws(TemplateError) -> TemplateStatement {
    let parameters = take(symbol: "(") ? try parameters() : []
    let call = try expression()
    let caller = try macro(named: symbols.symbol("caller"), parameters, until: "endcall")
    return .callBlock(caller, call)
  }

  private mutating func with() throws(TemplateError) -> TemplateStatement {
    var assignments: [(AssignmentTarget, TemplateExpression)] = []
    while current != .statementEnd {
      if !assignments.isEmpty { try expect(symbol: ",") }
      let target = try singleTarget()
      try expect(symbol: "=")
      assignments.append((target, try expression()))
    }
    return .with(assignments, try body(until: "endwith"))
  }
}
