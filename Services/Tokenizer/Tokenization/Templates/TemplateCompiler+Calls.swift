extension TemplateCompiler {
  typealias ArgumentsEvaluation = @Sendable (inout Renderer) throws(TemplateError) -> Arguments

  static func arguments(_ written: CallArguments) -> ArgumentsEvaluation {
    let positional = written.positional.map(expression)
    let named = written.named.map { (name: $0.name, value: expression($0.value)) }
    let list = written.spreadList.map(expression)
    let object = written.spreadObject.map(expression)
    return { (r) throws(TemplateError) in
      var arguments = Arguments()
      for value in positional { arguments.positional.append(try value(&r)) }
      for (name, value) in named { arguments.named.append((name, try value(&r))) }
      if let list { arguments.positional += try list(&r).elements() }
      if let object, case .object(let members) = try object(&r) {
        for (key, value) in members.members { arguments.named.append((key.printed, value)) }
      }
      return arguments
    }
  }

  /// `{% call %}`: the call gets the block as the macro `caller`.
  static func callBlock(_ caller: CompiledMacro, _ call: TemplateExpression) -> Execution {
    guard case .call(let called, let written) = call else {
      return { (_) throws(TemplateError) in throw .type("a call block needs a call") }
    }
    let arguments = arguments(written)
    let callee = expression(called)
    return { (r) throws(TemplateError) in
      var given = try arguments(&r)
      given.named.append(("caller", .function(caller.function(in: r.scope))))
      try r.emit(try r.invoke(try callee(&r), given).printed)
      return .next
    }
  }
}

/// `macro name(parameters)`, compiled.
struct CompiledMacro: Sendable {
  let symbol: TemplateSymbol
  private let parameters: [(symbol: TemplateSymbol, defaultValue: Renderer.Evaluation?)]
  private let body: Renderer.Execution
  private let extras: Set<String>

  init(_ definition: MacroDefinition) {
    symbol = definition.symbol
    parameters = definition.parameters.map { ($0.symbol, $0.defaultValue.map(TemplateCompiler.expression)) }
    body = TemplateCompiler.body(definition.body)
    extras = definition.extras
  }

  /// The macro as a function; it sees the names of the place where it is defined.
  func function(in outer: Scope) -> Function {
    Function(name: symbol.name, parameters: parameters.map(\.symbol.name)) { (arguments, r) throws(TemplateError) in
      try r.enterCall()
      defer { r.leaveCall() }
      return try r.scoped(Scope(in: outer)) { (r) throws(TemplateError) in
        try bind(arguments, &r)
        return .string(try r.captured { (r) throws(TemplateError) in _ = try body(&r) })
      }
    }
  }

  private func bind(_ arguments: Arguments, _ r: inout Renderer) throws(TemplateError) {
    for (index, (symbol, defaultValue)) in parameters.enumerated() {
      if let value = arguments.value(index, symbol.name) {
        r.scope[symbol.id] = value
      } else if let defaultValue {
        r.scope[symbol.id] = try defaultValue(&r)
      } else {
        r.scope[symbol.id] = .undefined("parameter '\(symbol.name)' was not provided")
      }
    }
    try check(arguments)
    if extras.isEmpty { return }
    let extra = arguments.named.filter { given in !parameters.contains { $0.symbol.name == given.name } }
    r.scope[TemplateSymbols.varargs] = .tuple(Array(arguments.positional.dropFirst(parameters.count)))
    r.scope[TemplateSymbols.kwargs] = .object(ValueObject(extra.map { (.string($0.name), $0.value) }))
    if let caller = extra.last(where: { $0.name == "caller" }) { r.scope[TemplateSymbols.caller] = caller.value }
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
