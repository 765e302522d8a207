/// Precedence, from loosest: conditional, or, and, not, comparison, + -, ~, * / // %, **, unary, postfix and filters.
extension TemplateParser {
  mutating func expression(allowsConditional: Bool = true) throws(TemplateError) -> TemplateExpression {
    try nested { (parser) throws(TemplateError) in
      allowsConditional ? try parser.conditionalExpression() : try parser.disjunction()
    }
  }

  /// One expression, or several with commas between, which are a tuple.
  mutating func tupleExpression(allowsConditional: Bool = true) throws(TemplateError) -> TemplateExpression {
    let first = try expression(allowsConditional: allowsConditional)
    guard current == .symbol(",") else { return first }
    var elements = [first]
    while take(symbol: ","), !isAtTupleEnd { elements.append(try expression(allowsConditional: allowsConditional)) }
    return .tuple(elements)
  }

  private var isAtTupleEnd: Bool {
    switch current {
    case .statementEnd, .outputEnd, .end, .symbol(")"), .symbol("]"): true
    default: false
    }
  }

  /// What `next` makes of `first`, then of that, until it makes nothing more.
  ///
  /// Such a chain nests to the left without nesting the parser, so it is counted here: evaluating takes stack again.
  private mutating func chain(
    _ first: TemplateExpression,
    _ next: (inout TemplateParser, TemplateExpression) throws(TemplateError) -> TemplateExpression?
  ) throws(TemplateError) -> TemplateExpression {
    var value = first
    for _ in 0..<TemplateLimits.chainMax {
      guard let longer = try next(&self, value) else { return value }
      operatorCount += 1
      guard operatorCount <= TemplateLimits.operatorCountMax else {
        throw .limit("more than \(TemplateLimits.operatorCountMax) operators in a tag")
      }
      value = longer
    }
    throw .limit("more than \(TemplateLimits.chainMax) operators in a row")
  }

  private mutating func conditionalExpression() throws(TemplateError) -> TemplateExpression {
    try chain(try disjunction()) { (parser, value) throws(TemplateError) in
      guard parser.take(name: "if") else { return nil }
      let condition = try parser.disjunction()
      guard parser.take(name: "else") else { return .conditional(condition, then: value, else: nil) }
      let other = try parser.nested { (parser) throws(TemplateError) in try parser.conditionalExpression() }
      return .conditional(condition, then: value, else: other)
    }
  }

  private mutating func disjunction() throws(TemplateError) -> TemplateExpression {
    try chain(try conjunction()) { (parser, left) throws(TemplateError) in
      parser.take(name: "or") ? .or(left, try parser.conjunction()) : nil
    }
  }

  private mutating func conjunction() throws(TemplateError) -> TemplateExpression {
    try chain(try negation()) { (parser, left) throws(TemplateError) in
      parser.take(name: "and") ? .and(left, try parser.negation()) : nil
    }
  }

  private mutating func negation() throws(TemplateError) -> TemplateExpression {
    guard take(name: "not") else { return try comparison() }
    return .not(try nested { (parser) throws(TemplateError) in try parser.negation() })
  }

  private mutating func comparison() throws(TemplateError) -> TemplateExpression {
    let first = try sum()
    var rest: [(ComparisonOperator, TemplateExpression)] = []
    while let comparison = takeComparisonOperator() { rest.append((comparison, try sum())) }
    return rest.isEmpty ? first : .comparison(first, rest)
  }

  private mutating func takeComparisonOperator() -> ComparisonOperator? {
    switch current {
    case .name("in"):
      advance()
      return .isIn
    case .name("not") where following == .name("in"):
      advance()
      advance()
      return .isNotIn
    case .symbol(let symbol):
      guard let comparison = ComparisonOperator.signs[symbol] else { return nil }
      advance()
      return comparison
    default: return nil
    }
  }

  private mutating func takeArithmetic(_ signs: [TemplateSign: ArithmeticOperator]) -> ArithmeticOperator? {
    guard case .symbol(let symbol) = current, let sign = signs[symbol] else { return nil }
    advance()
    return sign
  }

  private mutating func sum() throws(TemplateError) -> TemplateExpression {
    try chain(try concatenation()) { (parser, left) throws(TemplateError) in
      guard let sign = parser.takeArithmetic(ArithmeticOperator.sums) else { return nil }
      return .arithmetic(sign, left, try parser.concatenation())
    }
  }

  private mutating func concatenation() throws(TemplateError) -> TemplateExpression {
    var parts = [try product()]
    while take(symbol: "~") { parts.append(try product()) }
    return parts.count == 1 ? parts[0] : .concatenation(parts)
  }

  private mutating func product() throws(TemplateError) -> TemplateExpression {
    try chain(try power()) { (parser, left) throws(TemplateError) in
      guard let sign = parser.takeArithmetic(ArithmeticOperator.products) else { return nil }
      return .arithmetic(sign, left, try parser.power())
    }
  }

  private mutating func power() throws(TemplateError) -> TemplateExpression {
    try chain(try unary()) { (parser, left) throws(TemplateError) in
      guard let sign = parser.takeArithmetic(ArithmeticOperator.powers) else { return nil }
      return .arithmetic(sign, left, try parser.unary())
    }
  }

  private mutating func unary(takesFilters: Bool = true) throws(TemplateError) -> TemplateExpression {
    var value: TemplateExpression
    if take(symbol: "-") {
      value = .negative(try nested { (parser) throws(TemplateError) in try parser.unary(takesFilters: false) })
    } else if take(symbol: "+") {
      value = .positive(try nested { (parser) throws(TemplateError) in try parser.unary(takesFilters: false) })
    } else {
      value = try postfix(try primary())
    }
    return takesFilters ? try filtersAndTests(value) : value
  }

  private mutating func primary() throws(TemplateError) -> TemplateExpression {
    let token = current
    advance()
    switch token {
    case .name("true"), .name("True"): return .literal(.bool(true))
    case .name("false"), .name("False"): return .literal(.bool(false))
    case .name("none"), .name("None"): return .literal(.null)
    case .name(let name):
      if MacroDefinition.extraNames.contains(name) { metExtras.insert(name) }
      return .name(symbols.symbol(name))
    case .string(let text): return .literal(.string(text + adjacentStrings()))
    case .integer(let value): return .literal(.integer(value))
    case .number(let value): return .literal(.number(value))
    case .symbol("("): return try parenthesized()
    case .symbol("["): return .list(try elements(until: "]"))
    case .symbol("{"): return try object()
    default: throw error("expected an expression")
    }
  }

  private mutating func adjacentStrings() -> String {
    var text = ""
    while case .string(let more) = current {
      text += more
      advance()
    }
    return text
  }

  private mutating func parenthesized() throws(TemplateError) -> TemplateExpression {
    if take(symbol: ")") { return .tuple([]) }
    let value = try tupleExpression()
    try expect(symbol: ")")
    return value
  }

  private mutating func elements(until end: TemplateSign) throws(TemplateError) -> [TemplateExpression] {
    var elements: [TemplateExpression] = []
    while !take(symbol: end) {
      if !elements.isEmpty { try expect(symbol: ",") }
      if take(symbol: end) { break }
      elements.append(try expression())
    }
    return elements
  }

  private mutating func object() throws(TemplateError) -> TemplateExpression {
    var members: [(key: TemplateExpression, value: TemplateExpression)] = []
    while !take(symbol: "}") {
      if !members.isEmpty { try expect(symbol: ",") }
      if take(symbol: "}") { break }
      let key = try expression()
      try expect(symbol: ":")
      members.append((key, try expression()))
    }
    return .object(members)
  }

  private mutating func postfix(_ base: TemplateExpression) throws(TemplateError) -> TemplateExpression {
    try chain(base) { (parser, value) throws(TemplateError) in
      if parser.take(symbol: ".") { return try parser.attribute(of: value) }
      if parser.take(symbol: "[") { return try parser.subscripted(value) }
      return parser.take(symbol: "(") ? .call(value, try parser.arguments()) : nil
    }
  }

  private mutating func attribute(of value: TemplateExpression) throws(TemplateError) -> TemplateExpression {
    guard case .integer(let index) = current else {
      let name = try name()
      return .attribute(value, name, mayBeMethod: Methods.isName(name))
    }
    advance()
    return .item(value, .literal(.integer(index)))
  }

  private mutating func subscripted(_ value: TemplateExpression) throws(TemplateError) -> TemplateExpression {
    let start = current == .symbol(":") ? nil : try tupleExpression()
    guard take(symbol: ":") else {
      try expect(symbol: "]")
      guard let start else { throw error("expected an index") }
      return .item(value, start)
    }
    let stop = current == .symbol(":") || current == .symbol("]") ? nil : try expression()
    let step = take(symbol: ":") && current != .symbol("]") ? try expression() : nil
    try expect(symbol: "]")
    return .slice(value, start: start, stop: stop, step: step)
  }

  private mutating func filtersAndTests(_ base: TemplateExpression) throws(TemplateError) -> TemplateExpression {
    try chain(base) { (parser, value) throws(TemplateError) in
      if parser.take(symbol: "|") { return .filter(value, try parser.filterCall()) }
      if parser.take(name: "is") { return try parser.test(of: value) }
      return parser.take(symbol: "(") ? .call(value, try parser.arguments()) : nil
    }
  }

  mutating func filterCall() throws(TemplateError) -> FilterCall {
    var name = try name()
    while take(symbol: ".") { name += "." + (try self.name()) }
    let arguments = take(symbol: "(") ? try arguments() : CallArguments()
    return FilterCall(name: name, family: Filters.Family(of: name), arguments: arguments)
  }

  private mutating func test(of value: TemplateExpression) throws(TemplateError) -> TemplateExpression {
    let isNegated = take(name: "not")
    let name = try name()
    var call = TestCall(name: name, kind: Tests.Kind(rawValue: name))
    if take(symbol: "(") {
      call.arguments = try arguments()
    } else if startsTestArgument {
      call.arguments.positional = [try postfix(try primary())]
    }
    return isNegated ? .not(.test(value, call)) : .test(value, call)
  }

  /// A test may take one argument without parentheses: `x is divisibleby 3`.
  private var startsTestArgument: Bool {
    switch current {
    case .name(let name): !["else", "or", "and", "if", "is", "in", "not", "recursive"].contains(name)
    case .string, .integer, .number, .symbol("["), .symbol("{"): true
    default: false
    }
  }

  /// Up to and with the closing parenthesis.
  private mutating func arguments() throws(TemplateError) -> CallArguments {
    var arguments = CallArguments()
    var isFirst = true
    while !take(symbol: ")") {
      if !isFirst { try expect(symbol: ",") }
      isFirst = false
      if take(symbol: ")") { break }
      try argument(into: &arguments)
    }
    return arguments
  }

  private mutating func argument(into arguments: inout CallArguments) throws(TemplateError) {
    if take(symbol: "*") {
      arguments.spreadList = try expression()
    } else if take(symbol: "**") {
      arguments.spreadObject = try expression()
    } else if case .name(let name) = current, following == .symbol("=") {
      advance()
      advance()
      arguments.named.append((name, try expression()))
    } else {
      arguments.positional.append(try expression())
    }
  }
}
