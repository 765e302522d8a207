extension Renderer {
  /// Counts a macro call that is entered; the caller takes it back at the end.
  func enterCall() throws(TemplateError) {
    guard callDepth < TemplateLimits.callDepthMax else {
      throw .limit("more than \(TemplateLimits.callDepthMax) macro calls inside one another")
    }
    callDepth += 1
  }

  /// A macro as a function; it sees the names of the place where it is defined.
  func macro(_ definition: MacroDefinition) -> Function {
    let outer = scope
    return Function(name: definition.symbol.name, parameters: definition.parameters.map(\.symbol.name)) {
      [unowned self] (arguments) throws(TemplateError) in
      try enterCall()
      defer { callDepth -= 1 }
      return try scoped(Scope(in: outer)) { () throws(TemplateError) in
        try bind(arguments, definition)
        return .string(try captured { () throws(TemplateError) in _ = try render(definition.body) })
      }
    }
  }

  private func bind(_ arguments: Arguments, _ definition: MacroDefinition) throws(TemplateError) {
    for (index, parameter) in definition.parameters.enumerated() {
      let symbol = parameter.symbol
      if let value = arguments.value(index, symbol.name) {
        scope[symbol.id] = value
      } else if let defaultValue = parameter.defaultValue {
        scope[symbol.id] = try evaluate(defaultValue)
      } else {
        scope[symbol.id] = .undefined("parameter '\(symbol.name)' was not provided")
      }
    }
    try check(arguments, definition)
    if definition.extras.isEmpty { return }
    let extra = arguments.named.filter { given in !definition.parameters.contains { $0.symbol.name == given.name } }
    scope[TemplateSymbols.varargs] = .tuple(Array(arguments.positional.dropFirst(definition.parameters.count)))
    scope[TemplateSymbols.kwargs] = .object(ValueObject(extra.map { (.string($0.name), $0.value) }))
    if let caller = extra.last(where: { $0.name == "caller" }) { scope[TemplateSymbols.caller] = caller.value }
  }

  private func check(_ arguments: Arguments, _ definition: MacroDefinition) throws(TemplateError) {
    let count = definition.parameters.count
    if arguments.positional.count > count, !definition.extras.contains("varargs") {
      throw .type("macro '\(definition.symbol.name)' takes not more than \(count) argument(s)")
    }
    for (name, _) in arguments.named where !definition.parameters.contains(where: { $0.symbol.name == name }) {
      if name == "caller" && definition.extras.contains(name) || definition.extras.contains("kwargs") { continue }
      throw .type("macro '\(definition.symbol.name)' takes no keyword argument '\(name)'")
    }
  }

  /// `{% call %}`: the call gets the block as the macro `caller`.
  func callWithCaller(_ call: TemplateExpression, _ caller: MacroDefinition) throws(TemplateError) -> Value {
    guard case .call(let callee, let written) = call else { throw .type("a call block needs a call") }
    var arguments = try evaluate(written)
    arguments.named.append(("caller", .function(macro(caller))))
    return try invoke(try evaluate(callee), arguments)
  }

  func evaluate(_ written: CallArguments) throws(TemplateError) -> Arguments {
    var arguments = Arguments()
    for expression in written.positional { arguments.positional.append(try evaluate(expression)) }
    for (name, expression) in written.named { arguments.named.append((name, try evaluate(expression))) }
    if let list = written.spreadList { arguments.positional += try evaluate(list).elements() }
    if let object = written.spreadObject, case .object(let members) = try evaluate(object) {
      for (key, value) in members.members { arguments.named.append((key.printed, value)) }
    }
    return arguments
  }

  func invoke(_ callee: Value, _ arguments: Arguments) throws(TemplateError) -> Value {
    switch try callee.defined() {
    case .function(let function): return try function.call(arguments)
    case .loop(let loop):
      guard let recurse = loop.recurse else { throw .type("the loop is not recursive") }
      return try recurse(arguments.value(0, "iterable") ?? .undefined("the loop was called without items"))
    default: throw .type("'\(callee.kindName)' object is not callable")
    }
  }
}
