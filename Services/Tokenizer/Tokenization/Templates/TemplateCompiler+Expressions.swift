extension TemplateCompiler {
  func expression(_ written: TemplateExpression) -> Evaluation { nested { compiled(written) } }

  private func compiled(_ written: TemplateExpression) -> Evaluation {
    switch written {
    case .literal(let value):
      let value = heap.value(value)
      return { (r) throws(TemplateError) in
        try r.step()
        return value
      }
    case .name(let symbol):
      let (id, missing) = (symbol.id, missing(symbol))
      return { (r) throws(TemplateError) in
        try r.step()
        return r.scope[id] ?? missing
      }
    case .list(let elements):
      let elements = all(elements)
      return { (r) throws(TemplateError) in try r.counted(.list(try elements(&r))) }
    case .tuple(let elements):
      let elements = all(elements)
      return { (r) throws(TemplateError) in try r.counted(.tuple(try elements(&r))) }
    case .object(let members): return object(members)
    case .attribute(let base, let name, let mayBeMethod):
      return mayBeMethod ? attribute(expression(base), name) : member(name, of: base)
    case .item(let base, .literal(.string(let name))): return member(name, of: base)
    case .item(let base, let key): return item(expression(base), expression(key))
    case .slice(let base, let start, let stop, let step): return slice(expression(base), start, stop, step)
    case .call(let callee, let written): return call(callee, written)
    case .filter(let base, let call):
      if call.name == "trim", call.arguments.isEmpty { return trimmed(expression(base)) }
      let (base, filter) = (expression(base), AppliedFilter(call, self))
      return { (r) throws(TemplateError) in try filter.apply(&r, try base(&r)) }
    case .test, .not, .comparison:
      let condition = condition(written)
      return { (r) throws(TemplateError) in .bool(try condition(&r)) }
    case .negative, .positive, .and, .or, .arithmetic, .concatenation, .conditional: return operation(written)
    }
  }

  private func operation(_ written: TemplateExpression) -> Evaluation {
    switch written {
    case .negative(let value):
      let value = expression(value)
      return { (r) throws(TemplateError) in try Arithmetic.negate(try value(&r), r.heap) }
    case .positive(let value):
      let value = expression(value)
      return { (r) throws(TemplateError) in try Arithmetic.apply(.add, .integer(0), try value(&r), r.heap) }
    case .and(let left, let right):
      let (left, right) = (expression(left), expression(right))
      return { (r) throws(TemplateError) in
        let value = try left(&r)
        return value.isTrue ? try right(&r) : value
      }
    case .or(let left, let right):
      let (left, right) = (expression(left), expression(right))
      return { (r) throws(TemplateError) in
        let value = try left(&r)
        return value.isTrue ? value : try right(&r)
      }
    case .arithmetic(let operation, let left, let right):
      let (left, right) = (expression(left), expression(right))
      return { (r) throws(TemplateError) in
        let left = try left(&r)
        return try r.counted(try Arithmetic.apply(operation, left, try right(&r), r.heap))
      }
    case .concatenation(let parts):
      let parts = parts.map { CompiledExpression(value: expression($0)) }
      return { (r) throws(TemplateError) in
        try r.captured { (r) throws(TemplateError) in for part in parts { try r.emit(try part.value(&r)) } }
      }
    case .conditional(let condition, let then, let other): return conditional(condition, then, other)
    default: preconditionFailure("no operation")
    }
  }

  /// The filter that chat templates apply to most messages, without looking for it by its name.
  private func trimmed(_ base: @escaping Evaluation) -> Evaluation {
    { (r) throws(TemplateError) in
      let value = try base(&r)
      try r.measure(value)
      return try r.counted(TextFilters.trimmed(value, nil, r.heap))
    }
  }

  private func conditional(
    _ condition: TemplateExpression, _ then: TemplateExpression, _ other: TemplateExpression?
  ) -> Evaluation {
    let (condition, then) = (self.condition(condition), expression(then))
    let other = alternative(other)
    return { (r) throws(TemplateError) in try condition(&r) ? try then(&r) : try other(&r) }
  }

  private func alternative(_ written: TemplateExpression?) -> Evaluation {
    if let written { return expression(written) }
    let missing = heap.undefined("the condition is false and there is no else")
    return { (_) throws(TemplateError) in missing }
  }

  private func object(_ members: [(key: TemplateExpression, value: TemplateExpression)]) -> Evaluation {
    let members = members.map { CompiledMember(key: expression($0.key), value: expression($0.value)) }
    return { (r) throws(TemplateError) in
      let object = ValueObject(capacity: members.count, r.heap)
      for member in members {
        let key = try member.key(&r)
        object.set(key, to: try member.value(&r), r.heap)
      }
      return try r.counted(.object(object))
    }
  }

  private func all(
    _ expressions: [TemplateExpression]
  ) -> @Sendable (inout Renderer) throws(TemplateError) -> Elements {
    let expressions = expressions.map { CompiledExpression(value: expression($0)) }
    return { (r) throws(TemplateError) in
      var values: [Value] = []
      values.reserveCapacity(expressions.count)
      for expression in expressions { values.append(try expression.value(&r)) }
      return r.heap.run(values)
    }
  }
}

struct CompiledExpression: Sendable {
  let value: Renderer.Evaluation
}

private struct CompiledMember: Sendable {
  let key: Renderer.Evaluation
  let value: Renderer.Evaluation
}

/// A filter with its arguments, compiled.
struct AppliedFilter: Sendable {
  private let name: String
  private let family: Filters.Family?
  private let arguments: TemplateCompiler.ArgumentsEvaluation

  init(_ call: FilterCall, _ compiler: TemplateCompiler) {
    (name, family, arguments) = (call.name, call.family, compiler.arguments(call.arguments))
  }

  func apply(_ r: inout Renderer, _ value: Value) throws(TemplateError) -> Value {
    try r.measure(value)
    let given = try arguments(&r)
    return try r.counted(try Filters.apply(name, of: family, to: value, given, &r))
  }
}
