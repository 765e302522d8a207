extension TemplateCompiler {
  typealias Condition = @Sendable (inout Renderer) throws(TemplateError) -> Bool

  /// Whether an expression is true.
  func condition(_ written: TemplateExpression) -> Condition { nested { compiled(written) } }

  private func compiled(_ written: TemplateExpression) -> Condition {
    switch written {
    case .not(let inner):
      let inner = condition(inner)
      return { (r) throws(TemplateError) in !(try inner(&r)) }
    case .and(let left, let right):
      let (left, right) = (condition(left), condition(right))
      return { (r) throws(TemplateError) in try left(&r) ? try right(&r) : false }
    case .or(let left, let right):
      let (left, right) = (condition(left), condition(right))
      return { (r) throws(TemplateError) in try left(&r) ? true : try right(&r) }
    case .comparison(let first, let rest): return comparison(first, rest)
    case .test(let base, let call): return test(expression(base), call)
    default:
      let value = expression(written)
      return { (r) throws(TemplateError) in try value(&r).isTrue }
    }
  }

  private func comparison(
    _ first: TemplateExpression, _ rest: [(ComparisonOperator, TemplateExpression)]
  ) -> Condition {
    let left = expression(first)
    if rest.count == 1, case .literal(.string(let text)) = rest[0].1, rest[0].0 == .equal || rest[0].0 == .notEqual {
      let (text, isWanted) = (heap.text(text), rest[0].0 == .equal)
      return { (r) throws(TemplateError) in
        guard let found = try left(&r).text else { return !isWanted }
        return found.isSame(as: text) == isWanted
      }
    }
    let rest = rest.map { Comparison(comparison: $0.0, right: expression($0.1)) }
    return { (r) throws(TemplateError) in
      var left = try left(&r)
      for next in rest {
        let right = try next.right(&r)
        try r.measure(left)
        try r.measure(right)
        guard try Arithmetic.holds(next.comparison, left, right) else { return false }
        left = right
      }
      return true
    }
  }

  private struct Comparison: Sendable {
    let comparison: ComparisonOperator
    let right: Evaluation
  }

  private func test(_ base: @escaping Evaluation, _ call: TestCall) -> Condition {
    if let kind = call.kind { return { (r) throws(TemplateError) in Tests.isOf(kind, try base(&r)) } }
    let (name, arguments) = (call.name, arguments(call.arguments))
    return { (r) throws(TemplateError) in
      let value = try base(&r)
      return try Tests.holds(name, value, try arguments(&r))
    }
  }
}
