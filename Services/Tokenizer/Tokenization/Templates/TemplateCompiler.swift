/// Makes closures of a template's statements and expressions: a rendering then only calls them, and looks at no syntax.
///
/// Whatever does not depend on the variables is worked out here: the numbers of names, which names are methods, the texts
/// of errors.
enum TemplateCompiler {
  typealias Execution = Renderer.Execution
  typealias Evaluation = Renderer.Evaluation

  static func body(_ statements: [TemplateStatement]) -> Execution {
    let steps = statements.map(statement)
    if steps.count == 1 { return steps[0] }
    return { (r) throws(TemplateError) in
      for step in steps {
        let flow = try step(&r)
        if flow != .next { return flow }
      }
      return .next
    }
  }

  private static func statement(_ statement: TemplateStatement) -> Execution {
    let run = unguarded(statement)
    return { (r) throws(TemplateError) in
      try r.enter()
      defer { r.leave() }
      return try run(&r)
    }
  }

  private static func unguarded(_ statement: TemplateStatement) -> Execution {
    switch statement {
    case .text(let text): return emitting { (r) throws(TemplateError) in try r.emit(text) }
    case .output(let expression): return output(expression)
    case .set(let target, let value): return set(target, expression(value))
    case .setBlock(let target, let filters, let body): return set(target, filtered(body, filters))
    case .conditional(let branches, let otherwise): return conditional(branches, otherwise)
    case .loop(let definition): return loop(definition)
    case .macro(let definition):
      let macro = CompiledMacro(definition)
      return emitting { (r) throws(TemplateError) in r.scope[macro.symbol.id] = .function(macro.function(in: r.scope)) }
    case .callBlock(let caller, let call): return callBlock(CompiledMacro(caller), call)
    case .filterBlock(let filters, let body):
      let value = filtered(body, filters)
      return emitting { (r) throws(TemplateError) in try r.emit(try value(&r).printed) }
    case .with(let assignments, let body): return with(assignments, self.body(body))
    case .group(let body): return self.body(body)
    case .breakLoop: return { (_) throws(TemplateError) in .breakLoop }
    case .continueLoop: return { (_) throws(TemplateError) in .continueLoop }
    }
  }

  private static func emitting(_ body: @escaping @Sendable (inout Renderer) throws(TemplateError) -> Void) -> Execution
  {
    { (r) throws(TemplateError) in
      try body(&r)
      return .next
    }
  }

  private static func set(_ target: AssignmentTarget, _ value: @escaping Evaluation) -> Execution {
    emitting { (r) throws(TemplateError) in try r.assign(try value(&r), to: target) }
  }

  private static func output(_ expression: TemplateExpression) -> Execution {
    let sum = summed(expression)
    return emitting { (r) throws(TemplateError) in if let value = try sum(&r) { try r.emit(value.printed) } }
  }

  /// Renders the texts of a sum one after the other, without making the sum: nil then, else the value.
  private static func summed(
    _ expression: TemplateExpression
  ) -> @Sendable (inout Renderer) throws(TemplateError) -> Value? {
    guard case .arithmetic(.add, let first, let second) = expression else {
      let value = self.expression(expression)
      return { (r) throws(TemplateError) in
        let value = try value(&r)
        guard case .string(let text) = value else { return value }
        try r.emit(text)
        return nil
      }
    }
    let left = summed(first)
    let right = self.expression(second)
    return { (r) throws(TemplateError) in
      try r.enter()
      defer { r.leave() }
      let start = r.output.count
      let leftValue = try left(&r)
      let rightValue = try right(&r)
      if leftValue == nil, case .string(let text) = rightValue {
        try r.emit(text)
        return nil
      }
      let taken = leftValue ?? .string(r.takeBack(from: start))
      return try r.counted(try Arithmetic.apply(.add, taken, rightValue))
    }
  }

  private static func filtered(_ body: [TemplateStatement], _ filters: [FilterCall]) -> Evaluation {
    let body = self.body(body)
    let filters = filters.map(filter)
    return { (r) throws(TemplateError) in
      let inner = Scope(in: r.scope)
      let text = try r.captured { (r) throws(TemplateError) in
        try r.scoped(inner) { (r) throws(TemplateError) in _ = try body(&r) }
      }
      var value = Value.string(text)
      for filter in filters { value = try filter(&r, value) }
      return value
    }
  }

  private static func conditional(
    _ branches: [(condition: TemplateExpression, body: [TemplateStatement])], _ otherwise: [TemplateStatement]
  ) -> Execution {
    let branches = branches.map { (condition: condition($0.condition), body: body($0.body)) }
    let otherwise = body(otherwise)
    return { (r) throws(TemplateError) in
      for branch in branches where try branch.condition(&r) { return try branch.body(&r) }
      return try otherwise(&r)
    }
  }

  private static func with(
    _ assignments: [(AssignmentTarget, TemplateExpression)], _ body: @escaping Execution
  ) -> Execution {
    let targets = assignments.map(\.0)
    let expressions = assignments.map { expression($0.1) }
    return { (r) throws(TemplateError) in
      var values: [Value] = []
      for expression in expressions { values.append(try expression(&r)) }
      return try r.scoped(Scope(in: r.scope)) { (r) throws(TemplateError) in
        for (target, value) in zip(targets, values) { try r.assign(value, to: target) }
        return try body(&r)
      }
    }
  }
}
