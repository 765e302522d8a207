/// `macro name(parameters)`, compiled.
final class CompiledMacro: Sendable {
  let symbol: TemplateSymbol
  private let parameters: [(symbol: TemplateSymbol, defaultValue: CompiledExpression?)]
  private let body: Renderer.Execution
  private let depth: Int
  private let extras: Set<String>

  init(_ definition: MacroDefinition, _ compiler: TemplateCompiler) {
    symbol = definition.symbol
    parameters = definition.parameters.map { parameter in
      (parameter.symbol, parameter.defaultValue.map { CompiledExpression(value: compiler.expression($0)) })
    }
    (body, depth) = compiler.measured { compiler.body(definition.body) }
    extras = definition.extras
  }

  var parameterNames: [String] { parameters.map(\.symbol.name) }

  /// The macro as a function; it sees the names of the place where it is defined.
  func function(in outer: Scope, _ heap: Heap) -> Value {
    outer.keep()
    return .function(.macro(heap.box(Function.Macro(compiled: .passUnretained(self), outer: outer))))
  }

  func call(in outer: Scope, _ arguments: Arguments, _ r: inout Renderer) throws(TemplateError) -> Value {
    try r.enterCall(depth)
    defer { r.leaveCall(depth) }
    return try r.scoped(in: outer) { (r) throws(TemplateError) in
      try bind(arguments, &r)
      return try r.captured { (r) throws(TemplateError) in _ = try body(&r) }
    }
  }

  private func bind(_ arguments: Arguments, _ r: inout Renderer) throws(TemplateError) {
    for (index, (symbol, defaultValue)) in parameters.enumerated() {
      if let value = arguments.value(index, symbol.name) {
        r.scope.set(symbol.id, to: value)
      } else if let defaultValue {
        r.scope.set(symbol.id, to: try defaultValue.value(&r))
      } else {
        r.scope.set(symbol.id, to: r.heap.undefined("parameter '\(symbol.name)' was not provided"))
      }
    }
    try check(arguments)
    if !extras.isEmpty { bindExtras(arguments, r) }
  }

  private func bindExtras(_ arguments: Arguments, _ r: Renderer) {
    let extra = arguments.named.filter { given in !parameters.contains { $0.symbol.name == given.name } }
    r.scope.set(TemplateSymbols.varargs, to: r.heap.tuple(arguments.positional.dropFirst(parameters.count)))
    let object = r.heap.object(extra.map { (key: r.heap.string($0.name), value: $0.value) })
    r.scope.set(TemplateSymbols.kwargs, to: .object(object))
    if let caller = extra.last(where: { $0.name == "caller" }) { r.scope.set(TemplateSymbols.caller, to: caller.value) }
  }

  private func check(_ arguments: Arguments) throws(TemplateError) {
    if arguments.positional.count > parameters.count, !extras.contains("varargs") {
      throw .type("macro '\(symbol.name)' takes not more than \(parameters.count) argument(s)")
    }
    for (name, _) in arguments.named where !parameters.contains(where: { $0.symbol.name == name }) {
      if name == "caller" && extras.contains(name) || extras.contains("kwargs") { continue }
      throw .type("macro '\(symbol.name)' takes no keyword argument '\(name)'")
    }
  }
}
