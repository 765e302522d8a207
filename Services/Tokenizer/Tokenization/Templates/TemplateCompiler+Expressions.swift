extension TemplateCompiler {
  static func expression(_ expression: TemplateExpression) -> Evaluation {
    switch expression {
    case .literal(let value): return literal(value)
    case .name(let symbol):
      let (id, missing) = (symbol.id, "'\(symbol.name)' is undefined")
      return { (r) throws(TemplateError) in
        try r.step()
        return r.scope[id] ?? .undefined(missing)
      }
    default: return nested(expression)
    }
  }

  private static func literal(_ value: JSONValue) -> Evaluation {
    if case .string(let text) = value {
      return { (r) throws(TemplateError) in
        try r.step()
        return .string(text)
      }
    }
    return { (r) throws(TemplateError) in
      try r.step()
      return Value(value)
    }
  }

  private static func nested(_ expression: TemplateExpression) -> Evaluation {
    let evaluate = compound(expression)
    return { (r) throws(TemplateError) in
      try r.enter()
      defer { r.leave() }
      return try evaluate(&r)
    }
  }

  private static func compound(_ written: TemplateExpression) -> Evaluation {
    switch written {
    case .literal, .name: return expression(written)
    case .list(let elements):
      let elements = elements.map(expression)
      return { (r) throws(TemplateError) in try r.counted(.list(try all(elements, &r))) }
    case .tuple(let elements):
      let elements = elements.map(expression)
      return { (r) throws(TemplateError) in try r.counted(.tuple(try all(elements, &r))) }
    case .object(let members): return object(members)
    case .attribute(let base, let name, let mayBeMethod): return attribute(expression(base), name, mayBeMethod)
    case .item(let base, .literal(.string(let name))):
      return member(expression(base), name, mayBeMethod: Methods.isName(name))
    case .item(let base, let key):
      let (base, key) = (expression(base), expression(key))
      return { (r) throws(TemplateError) in
        let key = try key(&r)
        return try Renderer.item(key, of: try base(&r))
      }
    case .slice(let base, let start, let stop, let step):
      let (base, bounds) = (expression(base), [start, stop, step].map(bound))
      return { (r) throws(TemplateError) in
        let base = try base(&r)
        return try Renderer.slice(base, try bounds[0](&r), try bounds[1](&r), try bounds[2](&r))
      }
    case .call(let callee, let written):
      let (callee, arguments) = (expression(callee), arguments(written))
      return { (r) throws(TemplateError) in
        let callee = try callee(&r)
        return try r.counted(try r.invoke(callee, try arguments(&r)))
      }
    case .filter(let base, let call):
      let (base, filter) = (expression(base), filter(call))
      return { (r) throws(TemplateError) in try filter(&r, try base(&r)) }
    case .test(let base, let call): return test(expression(base), call)
    case .negative, .positive, .not, .and, .or, .arithmetic, .concatenation, .comparison, .conditional:
      return operation(written)
    }
  }

  private static func operation(_ written: TemplateExpression) -> Evaluation {
    switch written {
    case .negative(let value):
      let value = expression(value)
      return { (r) throws(TemplateError) in try Arithmetic.negate(try value(&r)) }
    case .positive(let value):
      let value = expression(value)
      return { (r) throws(TemplateError) in try Arithmetic.apply(.add, .integer(0), try value(&r)) }
    case .not(let value):
      let value = condition(value)
      return { (r) throws(TemplateError) in .bool(!(try value(&r))) }
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
        return try r.counted(try Arithmetic.apply(operation, left, try right(&r)))
      }
    case .concatenation(let parts):
      let parts = parts.map(expression)
      return { (r) throws(TemplateError) in
        var text = ""
        for part in parts { text += try part(&r).printed }
        try r.count(text)
        return .string(text)
      }
    case .comparison(let first, let rest): return comparison(first, rest)
    case .conditional(let condition, let then, let other): return conditional(condition, then, other)
    default: preconditionFailure("no operation")
    }
  }

  private static func conditional(
    _ condition: TemplateExpression, _ then: TemplateExpression, _ other: TemplateExpression?
  ) -> Evaluation {
    let (condition, then, other) = (self.condition(condition), expression(then), other.map(expression))
    return { (r) throws(TemplateError) in
      if try condition(&r) { return try then(&r) }
      guard let other else { return .undefined("the condition is false and there is no else") }
      return try other(&r)
    }
  }

  private static func comparison(
    _ first: TemplateExpression, _ rest: [(ComparisonOperator, TemplateExpression)]
  ) -> Evaluation {
    let left = expression(first)
    if rest.count == 1, case .literal(.string(let text)) = rest[0].1, rest[0].0 == .equal || rest[0].0 == .notEqual {
      let isWanted = rest[0].0 == .equal
      return { (r) throws(TemplateError) in
        try r.step()
        guard case .string(let found) = try left(&r).plain else { return .bool(!isWanted) }
        return .bool(found.isSame(as: text) == isWanted)
      }
    }
    let rest = rest.map { ($0.0, expression($0.1)) }
    return { (r) throws(TemplateError) in
      var left = try left(&r)
      for (comparison, expression) in rest {
        let right = try expression(&r)
        try r.measure(left)
        try r.measure(right)
        guard try Arithmetic.holds(comparison, left, right) else { return .bool(false) }
        left = right
      }
      return .bool(true)
    }
  }

  private static func attribute(_ base: @escaping Evaluation, _ name: String, _ mayBeMethod: Bool) -> Evaluation {
    if !mayBeMethod { return member(base, name, mayBeMethod: false) }
    return { (r) throws(TemplateError) in try Renderer.attribute(name, of: try base(&r)) }
  }

  /// A member by name: of an object one that is there, or missing, without looking any further.
  private static func member(
    _ base: @escaping Evaluation, _ name: String, mayBeMethod: Bool
  ) -> Evaluation {
    let missing = "'dict object' has no attribute \(Value.string(name).representation)"
    return { (r) throws(TemplateError) in
      let base = try base(&r)
      guard case .object(let object) = base else { return try Renderer.item(.string(name), of: base) }
      if let value = object.value(of: name) { return value }
      return mayBeMethod ? try Renderer.item(.string(name), of: base) : .undefined(missing)
    }
  }

  private static func object(_ members: [(key: TemplateExpression, value: TemplateExpression)]) -> Evaluation {
    let members = members.map { (key: expression($0.key), value: expression($0.value)) }
    return { (r) throws(TemplateError) in
      var object = ValueObject()
      for member in members {
        let key = try member.key(&r)
        object[key] = try member.value(&r)
      }
      return try r.counted(.object(object))
    }
  }

  private static func bound(
    _ written: TemplateExpression?
  ) -> @Sendable (inout Renderer) throws(TemplateError) -> Int? {
    guard let written else { return { (_) throws(TemplateError) in nil } }
    let value = expression(written)
    return { (r) throws(TemplateError) in
      let bound = try value(&r).defined()
      if case .none = bound { return nil }
      guard let index = bound.whole else { throw .type("slice indices must be integers or None") }
      return index
    }
  }

  static func filter(
    _ call: FilterCall
  ) -> @Sendable (inout Renderer, Value) throws(TemplateError) -> Value {
    let (name, family, arguments) = (call.name, call.family, arguments(call.arguments))
    return { (r, value) throws(TemplateError) in
      try r.measure(value)
      let given = try arguments(&r)
      return try r.counted(try Filters.apply(name, of: family, to: value, given, &r))
    }
  }

  private static func test(_ base: @escaping Evaluation, _ call: TestCall) -> Evaluation {
    if let kind = call.kind { return { (r) throws(TemplateError) in .bool(Tests.isOf(kind, try base(&r))) } }
    let (name, arguments) = (call.name, arguments(call.arguments))
    return { (r) throws(TemplateError) in
      let value = try base(&r)
      return .bool(try Tests.holds(name, value, try arguments(&r)))
    }
  }

  private static func all(_ expressions: [Evaluation], _ r: inout Renderer) throws(TemplateError) -> [Value] {
    var values: [Value] = []
    values.reserveCapacity(expressions.count)
    for expression in expressions { values.append(try expression(&r)) }
    return values
  }
}
