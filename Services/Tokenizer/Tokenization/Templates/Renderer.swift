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
  let heap: Heap
  let now: CivilTime
  private var steps = 0
  private var textByteCount = 0
  private var depth = 0
  private var callDepth = 0

  /// `heap` is to live longer.
  init(_ variables: [String: TemplateValue], _ symbols: TemplateSymbols, now: CivilTime, _ heap: Heap) {
    self.heap = heap
    self.now = now
    let globals = heap.scope(in: nil)
    for (id, global) in symbols.globals { globals.set(id, to: .function(.global(global))) }
    scope = heap.scope(in: globals)
    for (name, value) in variables { if let id = symbols.id(of: name) { scope.set(id, to: heap.value(value)) } }
    output.reserveCapacity(heap.byteCount)
  }

  /// Counts a step of work.
  @inline(__always)
  mutating func step() throws(TemplateError) { try add(steps: 1) }

  @inline(__always)
  mutating func add(steps count: Int) throws(TemplateError) {
    steps &+= count
    if steps > TemplateLimits.stepsMax { throw Self.tooManySteps }
  }

  private static let tooManySteps = TemplateError.limit("more than \(TemplateLimits.stepsMax) steps")

  /// Counts bytes of text that was made.
  @inline(__always)
  mutating func count(_ byteCount: Int) throws(TemplateError) {
    textByteCount &+= byteCount
    guard textByteCount <= TemplateLimits.textByteCountMax else { throw Self.tooMuchText }
  }

  private static let tooMuchText = TemplateError.limit("more than \(TemplateLimits.textByteCountMax >> 20) MiB of text")

  /// Counts a call of what is `depth` closures deep, until ``leaveCall(_:)``.
  mutating func enterCall(_ depth: Int) throws(TemplateError) {
    guard callDepth < TemplateLimits.callDepthMax else {
      throw .limit("more than \(TemplateLimits.callDepthMax) macro calls inside one another")
    }
    callDepth += 1
    self.depth += depth
    guard self.depth <= TemplateLimits.evaluationDepthMax else { throw .limit("evaluation too deep") }
    try checkHeap()
  }

  mutating func leaveCall(_ depth: Int) {
    callDepth -= 1
    self.depth -= depth
  }

  /// Runs `body` in a scope of its own.
  mutating func scoped<Result>(
    in outer: Scope, _ body: (inout Renderer) throws(TemplateError) -> Result
  ) throws(TemplateError) -> Result {
    let (before, inner) = (scope, heap.scope(in: outer))
    scope = inner
    defer {
      scope = before
      heap.takeBack(inner)
    }
    return try body(&self)
  }

  /// The text that `body` renders.
  mutating func captured(_ body: (inout Renderer) throws(TemplateError) -> Void) throws(TemplateError) -> Value {
    let start = output.count
    try body(&self)
    return .string(takeBack(from: start))
  }

  /// Takes back the text that was rendered from `start` on.
  mutating func takeBack(from start: Int) -> Text {
    defer { output.removeLast(output.count - start) }
    return heap.run(output[start...])
  }

  @inline(__always)
  mutating func emit(_ value: Value) throws(TemplateError) { try emit(value.text ?? heap.text(value.printed)) }

  @inline(__always)
  mutating func emit(_ text: Text) throws(TemplateError) {
    try count(text.count)
    _ = text.withContiguousStorageIfAvailable { output.append(contentsOf: $0) }
  }

  /// `value`, which was just made, counted toward the limits.
  mutating func counted(_ value: Value) throws(TemplateError) -> Value {
    if let text = value.text { try count(text.count) } else { try measure(value, depth: 0) }
    try checkHeap()
    return value
  }

  /// Throws if values take too much memory: checked wherever a template repeats something or makes a large value.
  @inline(__always)
  func checkHeap() throws(TemplateError) {
    guard heap.byteCount <= TemplateLimits.heapByteCountMax else { throw Self.tooLargeHeap }
  }

  private static let tooLargeHeap = TemplateError.limit(
    "more than \(TemplateLimits.heapByteCountMax >> 20) MiB of values")

  /// Counts a step for each value inside `value`, so that no template grows values without bound, by doubling or by
  /// nesting.
  mutating func measure(_ value: Value, depth: Int = 0) throws(TemplateError) {
    guard depth <= TemplateLimits.valueDepthMax else {
      throw .limit("values nested deeper than \(TemplateLimits.valueDepthMax)")
    }
    switch value {
    case .list(let elements), .tuple(let elements):
      try add(steps: elements.count)
      for element in elements { try measure(element, depth: depth + 1) }
    case .object(let object):
      try add(steps: object.count)
      for member in object.members { try measure(member.value, depth: depth + 1) }
    case .generator(let generator): try measure(.list(generator.remaining), depth: depth + 1)
    case .string(let text), .markup(let text): try add(steps: text.count / TemplateLimits.textBytesPerStep)
    default: break
    }
  }

  mutating func invoke(_ callee: Value, _ arguments: Arguments) throws(TemplateError) -> Value {
    switch try callee.defined() {
    case .function(let function): return try function.call(arguments, &self)
    case .loop(let loop):
      guard let recursion = loop.recursion else { throw .type("the loop is not recursive") }
      let items = arguments.value(0, "iterable") ?? heap.undefined("the loop was called without items")
      return try recursion.loop.takeUnretainedValue().call(items, from: loop, in: recursion.outer, &self)
    default: throw .type("'\(callee.kindName)' object is not callable")
    }
  }
}

extension Function {
  fileprivate func call(_ arguments: Arguments, _ r: inout Renderer) throws(TemplateError) -> Value {
    switch self {
    case .global(let global): try global.call(arguments, now: r.now)
    case .method(let method): try Methods.call(method.content.name.string, of: method.content.receiver, arguments)
    case .macro(let macro):
      try macro.content.compiled.takeUnretainedValue().call(in: macro.content.outer, arguments, &r)
    case .cycle(let loop): loop.cycle(arguments)
    case .changed(let loop): .bool(loop.isChanged(arguments))
    }
  }
}
