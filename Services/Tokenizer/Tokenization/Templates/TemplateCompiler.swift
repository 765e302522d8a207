/// Makes closures of a template's statements and expressions: a rendering then only calls them, and looks at no syntax.
///
/// Whatever does not depend on the variables is worked out here: the numbers of names, which names are methods, literals,
/// the texts of errors.
///
/// Closures are kept in constants and in structures, not in arrays or optionals of closures: Swift calls those through
/// another closure.
final class TemplateCompiler {
  typealias Execution = Renderer.Execution
  typealias Evaluation = Renderer.Evaluation

  /// Where literals lie, as long as the template lives.
  let heap: Heap
  private var depth = 0
  private var depthMax = 0

  init(_ heap: Heap) { self.heap = heap }

  /// What `compile` makes, and how many closures deep it calls at most, calls of macros aside.
  func measured<Result>(_ compile: () -> Result) -> (Result, depth: Int) {
    let (outerDepth, outerMax) = (depth, depthMax)
    (depth, depthMax) = (0, 0)
    let result = compile()
    let own = depthMax
    (depth, depthMax) = (outerDepth, max(outerMax, outerDepth + own))
    return (result, own)
  }

  /// Compiles what runs inside another statement or expression.
  func nested<Result>(_ compile: () -> Result) -> Result {
    depth += 1
    defer { depth -= 1 }
    depthMax = max(depth, depthMax)
    return compile()
  }

  func body(_ statements: [TemplateStatement]) -> Execution { body(statements[...]) }

  /// Halves run one after the other, which needs no list of closures.
  private func body(_ statements: ArraySlice<TemplateStatement>) -> Execution {
    guard let only = statements.first else { return { (_) throws(TemplateError) in .next } }
    if statements.count == 1 { return nested { statement(only) } }
    let middle = (statements.startIndex + statements.endIndex) / 2
    let (first, second) = (body(statements[..<middle]), body(statements[middle...]))
    return { (r) throws(TemplateError) in
      let flow = try first(&r)
      return flow == .next ? try second(&r) : flow
    }
  }

  private func statement(_ statement: TemplateStatement) -> Execution {
    switch statement {
    case .text(let text):
      let text = heap.text(text)
      return { (r) throws(TemplateError) in
        try r.step()
        try r.emit(text)
        return .next
      }
    case .output(let expression): return output(expression)
    case .set(let target, let value): return set(target, expression(value))
    case .setBlock(let target, let filters, let body): return set(target, filtered(body, filters))
    case .conditional(let branches, let otherwise): return conditional(branches, otherwise)
    case .loop(let definition): return loop(definition)
    case .macro(let definition):
      let macro = CompiledMacro(definition, self)
      return { (r) throws(TemplateError) in
        r.scope.set(macro.symbol.id, to: macro.function(in: r.scope, r.heap))
        return .next
      }
    case .callBlock(let caller, let call): return callBlock(CompiledMacro(caller, self), call)
    case .filterBlock(let filters, let body):
      let value = filtered(body, filters)
      return { (r) throws(TemplateError) in
        try r.emit(try value(&r))
        return .next
      }
    case .with(let assignments, let body): return with(assignments, self.body(body))
    case .group(let body): return self.body(body)
    case .breakLoop: return { (_) throws(TemplateError) in .breakLoop }
    case .continueLoop: return { (_) throws(TemplateError) in .continueLoop }
    }
  }

  private func set(_ target: AssignmentTarget, _ value: @escaping Evaluation) -> Execution {
    let assign = assignment(to: target)
    return { (r) throws(TemplateError) in
      try r.step()
      try assign(&r, try value(&r))
      return .next
    }
  }

  private func output(_ expression: TemplateExpression) -> Execution {
    guard case .arithmetic(.add, _, _) = expression else {
      let value = self.expression(expression)
      return { (r) throws(TemplateError) in
        try r.emit(try value(&r))
        return .next
      }
    }
    let sum = summed(expression)
    return { (r) throws(TemplateError) in
      if let value = try sum(&r) { try r.emit(value) }
      return .next
    }
  }

  /// Renders the texts of a sum one after the other, without making the sum: nil then, else the value.
  private func summed(
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
    let left = nested { summed(first) }
    let right = self.expression(second)
    return { (r) throws(TemplateError) in
      try r.step()
      let start = r.output.count
      let leftValue = try left(&r)
      let rightValue = try right(&r)
      if leftValue == nil, case .string(let text) = rightValue {
        try r.emit(text)
        return nil
      }
      let taken = leftValue ?? .string(r.takeBack(from: start))
      return try r.counted(try Arithmetic.apply(.add, taken, rightValue, r.heap))
    }
  }

  private func filtered(_ body: [TemplateStatement], _ filters: [FilterCall]) -> Evaluation {
    let body = self.body(body)
    let filters = filters.map { AppliedFilter($0, self) }
    return { (r) throws(TemplateError) in
      var value = try r.captured { (r) throws(TemplateError) in
        try r.scoped(in: r.scope) { (r) throws(TemplateError) in _ = try body(&r) }
      }
      for filter in filters { value = try filter.apply(&r, value) }
      return value
    }
  }

  private func conditional(
    _ branches: [(condition: TemplateExpression, body: [TemplateStatement])], _ otherwise: [TemplateStatement]
  ) -> Execution {
    var rest = body(otherwise)
    // From the last branch to the first, each with what follows when it does not hold.
    for branch in branches.reversed() {
      let (condition, body, otherwise) = (condition(branch.condition), body(branch.body), rest)
      rest = { (r) throws(TemplateError) in
        try r.step()
        return try condition(&r) ? try body(&r) : try otherwise(&r)
      }
    }
    return rest
  }

  private func with(
    _ assignments: [(AssignmentTarget, TemplateExpression)], _ body: @escaping Execution
  ) -> Execution {
    let assign = assignment(to: .tuple(assignments.map(\.0)))
    let values = expression(.tuple(assignments.map(\.1)))
    return { (r) throws(TemplateError) in
      let values = try values(&r)
      return try r.scoped(in: r.scope) { (r) throws(TemplateError) in
        try assign(&r, values)
        return try body(&r)
      }
    }
  }
}
