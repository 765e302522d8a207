/// One rendering of a template: its output, its names, and what it has used up.
struct Renderer {
  /// What a statement tells the loop around it.
  enum Flow {
    case next, breakLoop, continueLoop
  }

  /// A compiled expression.
  typealias Evaluation = @Sendable (inout Renderer) throws(TemplateError) -> Value
  /// A compiled statement.
  typealias Execution = @Sendable (inout Renderer) throws(TemplateError) -> Flow

  /// UTF-8.
  private(set) var output: [UInt8] = []
  var scope: Scope
  private var steps = 0
  private var textByteCount = 0
  private var depth = 0
  private var callDepth = 0

  init(_ variables: [String: TemplateValue], _ symbols: TemplateSymbols, now: CivilTime) {
    let globals = Scope()
    for (name, call) in Globals.functions(now: now) {
      if let id = symbols.id(of: name) { globals[id] = .function(Function(name: name, call: call)) }
    }
    scope = Scope(in: globals)
    for (name, value) in variables { if let id = symbols.id(of: name) { scope[id] = Value(value) } }
  }

  /// Counts a step of work.
  @inline(__always)
  mutating func step() throws(TemplateError) {
    steps += 1
    if steps > TemplateLimits.stepsMax { throw Self.tooManySteps }
  }

  mutating func add(steps count: Int) throws(TemplateError) {
    steps += count
    if steps > TemplateLimits.stepsMax { throw Self.tooManySteps }
  }

  private static let tooManySteps = TemplateError.limit("more than \(TemplateLimits.stepsMax) steps")

  /// Counts text that was made.
  mutating func count(_ text: String) throws(TemplateError) {
    textByteCount += text.utf8.count
    guard textByteCount <= TemplateLimits.textByteCountMax else {
      throw .limit("more than \(TemplateLimits.textByteCountMax >> 20) MiB of text")
    }
  }

  /// Counts a step that is one level deeper, until ``leave()``.
  @inline(__always)
  mutating func enter() throws(TemplateError) {
    try step()
    depth += 1
    guard depth <= TemplateLimits.evaluationDepthMax else { throw .limit("evaluation too deep") }
  }

  @inline(__always)
  mutating func leave() { depth -= 1 }

  /// Counts a macro call, until ``leaveCall()``.
  mutating func enterCall() throws(TemplateError) {
    guard callDepth < TemplateLimits.callDepthMax else {
      throw .limit("more than \(TemplateLimits.callDepthMax) macro calls inside one another")
    }
    callDepth += 1
  }

  mutating func leaveCall() { callDepth -= 1 }

  /// Runs `body` in a scope of its own.
  mutating func scoped<Result>(
    _ inner: Scope, _ body: (inout Renderer) throws(TemplateError) -> Result
  ) throws(TemplateError) -> Result {
    let outer = scope
    scope = inner
    defer { scope = outer }
    return try body(&self)
  }

  /// The text that `body` renders.
  mutating func captured(_ body: (inout Renderer) throws(TemplateError) -> Void) throws(TemplateError) -> String {
    var outer: [UInt8] = []
    swap(&outer, &output)
    defer { swap(&outer, &output) }
    try body(&self)
    return String(decoding: output, as: UTF8.self)
  }

  mutating func emit(_ text: String) throws(TemplateError) {
    try count(text)
    output.append(contentsOf: text.utf8)
  }

  /// Takes back the text that was rendered from `start` on.
  mutating func takeBack(from start: Int) -> String {
    defer { output.removeLast(output.count - start) }
    return String(decoding: output[start...], as: UTF8.self)
  }

  /// `value`, which was just made, counted toward the limits.
  mutating func counted(_ value: Value) throws(TemplateError) -> Value {
    if let text = value.text { try count(text) } else { try measure(value, depth: 0) }
    return value
  }

  /// Counts a step for each value inside `value`, so that no template grows values without bound, by doubling or by
  /// nesting (which takes stack even when they are freed).
  mutating func measure(_ value: Value, depth: Int = 0) throws(TemplateError) {
    guard depth <= TemplateLimits.valueDepthMax else {
      throw .limit("values nested deeper than \(TemplateLimits.valueDepthMax)")
    }
    switch value {
    case .list(let elements), .tuple(let elements):
      try add(steps: elements.count)
      for element in elements { try measure(element, depth: depth + 1) }
    case .object(let object):
      try add(steps: object.members.count)
      for member in object.members { try measure(member.value, depth: depth + 1) }
    case .generator(let generator): try measure(.list(generator.remaining), depth: depth + 1)
    case .string(let text), .markup(let text): try add(steps: text.utf8.count / TemplateLimits.textBytesPerStep)
    default: break
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

  mutating func invoke(_ callee: Value, _ arguments: Arguments) throws(TemplateError) -> Value {
    switch try callee.defined() {
    case .function(let function): return try function.call(arguments, &self)
    case .loop(let loop):
      guard let recurse = loop.recurse else { throw .type("the loop is not recursive") }
      return try recurse(arguments.value(0, "iterable") ?? .undefined("the loop was called without items"), &self)
    default: throw .type("'\(callee.kindName)' object is not callable")
    }
  }
}
