extension TemplateCompiler {
  typealias ArgumentsEvaluation = @Sendable (inout Renderer) throws(TemplateError) -> Arguments

  func arguments(_ written: CallArguments) -> ArgumentsEvaluation {
    let positional = written.positional.map { CompiledExpression(value: expression($0)) }
    let named = written.named.map { (name: $0.name, CompiledExpression(value: expression($0.value))) }
    let list = written.spreadList.map { CompiledExpression(value: expression($0)) }
    let object = written.spreadObject.map { CompiledExpression(value: expression($0)) }
    return { (r) throws(TemplateError) in
      var arguments = Arguments(heap: r.heap)
      for expression in positional { arguments.positional.append(try expression.value(&r)) }
      for (name, expression) in named { arguments.named.append((name, try expression.value(&r))) }
      if let list { arguments.positional += try list.value(&r).elements(r.heap) }
      if let object, case .object(let members) = try object.value(&r) {
        for member in members.members { arguments.named.append((member.key.printed, member.value)) }
      }
      return arguments
    }
  }

  func call(_ callee: TemplateExpression, _ written: CallArguments) -> Evaluation {
    let arguments = arguments(written)
    if case .attribute(let base, let name, mayBeMethod: true) = callee {
      return methodCall(name, of: expression(base), arguments)
    }
    let callee = expression(callee)
    return { (r) throws(TemplateError) in
      let callee = try callee(&r)
      return try r.counted(try r.invoke(callee, try arguments(&r)))
    }
  }

  /// `base.name(arguments)`, without making a value of the method.
  private func methodCall(
    _ name: String, of base: @escaping Evaluation, _ arguments: @escaping ArgumentsEvaluation
  ) -> Evaluation {
    let key = Value.string(heap.text(name))
    return { (r) throws(TemplateError) in
      let base = try base(&r).defined()
      if Methods.has(name, base) { return try r.counted(try Methods.call(name, of: base, try arguments(&r))) }
      let callee = try Members.plainItem(key, of: base, r.heap)
      return try r.counted(try r.invoke(callee, try arguments(&r)))
    }
  }

  /// `{% call %}`: the call gets the block as the macro `caller`.
  func callBlock(_ caller: CompiledMacro, _ call: TemplateExpression) -> Execution {
    guard case .call(let called, let written) = call else {
      return { (_) throws(TemplateError) in throw .type("a call block needs a call") }
    }
    let arguments = arguments(written)
    let callee = expression(called)
    return { (r) throws(TemplateError) in
      try r.step()
      var given = try arguments(&r)
      given.named.append(("caller", caller.function(in: r.scope, r.heap)))
      try r.emit(try r.invoke(try callee(&r), given))
      return .next
    }
  }
}
