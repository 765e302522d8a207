/// Renders one template once.
final class Renderer {
  /// What a statement tells the loop around it.
  enum Flow {
    case next, breakLoop, continueLoop
  }

  /// UTF-8.
  private(set) var output: [UInt8] = []
  var scope: Scope
  private(set) var steps = 0
  private(set) var textByteCount = 0
  private(set) var depth = 0
  var callDepth = 0
  var loopDepth = 0

  init(_ variables: [String: TemplateValue], _ symbols: TemplateSymbols, now: CivilTime) {
    let globals = Scope()
    for (name, call) in Globals.functions(now: now) {
      if let id = symbols.id(of: name) { globals[id] = .function(Function(name: name, call: call)) }
    }
    scope = Scope(in: globals)
    for (name, value) in variables { if let id = symbols.id(of: name) { scope[id] = Value(value) } }
  }

  /// Counts a step of work.
  func step() throws(TemplateError) { try add(steps: 1) }

  func add(steps count: Int) throws(TemplateError) {
    steps += count
    if steps > TemplateLimits.stepsMax { throw .limit("more than \(TemplateLimits.stepsMax) steps") }
  }

  /// Counts text that was made.
  func count(_ text: String) throws(TemplateError) -> String {
    textByteCount += text.utf8.count
    guard textByteCount <= TemplateLimits.textByteCountMax else {
      throw .limit("more than \(TemplateLimits.textByteCountMax >> 20) MiB of text")
    }
    return text
  }

  /// Runs `body` one level deeper.
  func deeper<Result>(_ body: () throws(TemplateError) -> Result) throws(TemplateError) -> Result {
    depth += 1
    defer { depth -= 1 }
    guard depth <= TemplateLimits.evaluationDepthMax else { throw .limit("evaluation too deep") }
    return try body()
  }

  /// Runs `body` in a scope of its own.
  func scoped<Result>(
    _ inner: Scope, _ body: () throws(TemplateError) -> Result
  ) throws(TemplateError) -> Result {
    let outer = scope
    scope = inner
    defer { scope = outer }
    return try body()
  }

  /// The text that `body` renders.
  func captured(_ body: () throws(TemplateError) -> Void) throws(TemplateError) -> String {
    var outer: [UInt8] = []
    swap(&outer, &output)
    defer { swap(&outer, &output) }
    try body()
    return String(decoding: output, as: UTF8.self)
  }

  private func emit(_ text: String) throws(TemplateError) {
    output.append(contentsOf: try count(text).utf8)
  }

  /// Renders a value; the texts of a sum one after the other, without making the sum.
  private func emit(_ expression: TemplateExpression) throws(TemplateError) {
    if let value = try emitSum(expression) { try emit(value.printed) }
  }

  /// The value of `expression`; nil if it is text, which then has been rendered.
  private func emitSum(_ expression: TemplateExpression) throws(TemplateError) -> Value? {
    guard case .arithmetic(.add, let left, let right) = expression else {
      let value = try evaluate(expression)
      guard case .string(let text) = value else { return value }
      try emit(text)
      return nil
    }
    try step()
    let start = output.count
    let leftValue = try deeper { () throws(TemplateError) in try emitSum(left) }
    let rightValue = try evaluate(right)
    if leftValue == nil, case .string(let text) = rightValue {
      try emit(text)
      return nil
    }
    let taken = leftValue ?? .string(String(decoding: output[start...], as: UTF8.self))
    output.removeLast(output.count - start)
    return try counted(try Arithmetic.apply(.add, taken, rightValue))
  }

  func render(_ statements: [TemplateStatement]) throws(TemplateError) -> Flow {
    for statement in statements {
      try step()
      let flow = try deeper { () throws(TemplateError) in try render(statement) }
      if flow != .next { return flow }
    }
    return .next
  }

  private func render(_ statement: TemplateStatement) throws(TemplateError) -> Flow {
    switch statement {
    case .text(let text): try emit(text)
    case .output(let expression): try emit(expression)
    case .set(let target, let value): try assign(try evaluate(value), to: target)
    case .setBlock(let target, let filters, let body): try assign(try filtered(body, filters), to: target)
    case .conditional(let branches, let otherwise): return try renderConditional(branches, otherwise)
    case .loop(let definition): return try renderLoop(definition)
    case .macro(let definition): scope[definition.symbol.id] = .function(macro(definition))
    case .callBlock(let caller, let call): try emit(try callWithCaller(call, caller).printed)
    case .filterBlock(let filters, let body): try emit(try filtered(body, filters).printed)
    case .with(let assignments, let body): return try renderWith(assignments, body)
    case .group(let body): return try render(body)
    case .breakLoop: return .breakLoop
    case .continueLoop: return .continueLoop
    }
    return .next
  }

  private func filtered(_ body: [TemplateStatement], _ filters: [FilterCall]) throws(TemplateError) -> Value {
    let text = try captured { () throws(TemplateError) in
      try scoped(Scope(in: scope)) { () throws(TemplateError) in _ = try render(body) }
    }
    var value = Value.string(text)
    for filter in filters { value = try apply(filter, to: value) }
    return value
  }

  private func renderConditional(
    _ branches: [(condition: TemplateExpression, body: [TemplateStatement])], _ otherwise: [TemplateStatement]
  ) throws(TemplateError) -> Flow {
    for (condition, body) in branches where try evaluate(condition).isTrue { return try render(body) }
    return try render(otherwise)
  }

  private func renderWith(
    _ assignments: [(AssignmentTarget, TemplateExpression)], _ body: [TemplateStatement]
  ) throws(TemplateError) -> Flow {
    var values: [Value] = []
    for (_, expression) in assignments { values.append(try evaluate(expression)) }
    return try scoped(Scope(in: scope)) { () throws(TemplateError) in
      for ((target, _), value) in zip(assignments, values) { try assign(value, to: target) }
      return try render(body)
    }
  }

  func assign(_ value: Value, to target: AssignmentTarget) throws(TemplateError) {
    switch target {
    case .name(let symbol): scope[symbol.id] = value
    case .tuple(let targets):
      let elements = try value.defined().elements()
      guard elements.count == targets.count else {
        throw .type("cannot unpack \(elements.count) values into \(targets.count) names")
      }
      for (target, element) in zip(targets, elements) { try assign(element, to: target) }
    case .attribute(let symbol, let attribute):
      guard case .namespace(let namespace)? = scope[symbol.id] else {
        throw .type("cannot assign attribute on non-namespace object")
      }
      namespace.members[attribute] = value
    }
  }
}
