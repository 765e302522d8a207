extension TemplateCompiler {
  typealias Condition = @Sendable (inout Renderer) throws(TemplateError) -> Bool

  /// Whether an expression is true. What is only compared or tested is looked at where it lies.
  static func condition(_ written: TemplateExpression) -> Condition {
    switch written {
    case .not(let inner):
      let inner = condition(inner)
      return nested { (r) throws(TemplateError) in !(try inner(&r)) }
    case .and(let left, let right):
      let (left, right) = (condition(left), condition(right))
      return nested { (r) throws(TemplateError) in try left(&r) ? try right(&r) : false }
    case .or(let left, let right):
      let (left, right) = (condition(left), condition(right))
      return nested { (r) throws(TemplateError) in try left(&r) ? true : try right(&r) }
    case .comparison(let first, let rest):
      return comparison(first, rest) ?? truth(written)
    case .test(let base, let call):
      guard let kind = call.kind, let path = ValuePath(base) else { return truth(written) }
      return looking(path, written) { Tests.isOf(kind, $0) }
    case .name, .item, .attribute:
      guard let path = ValuePath(written) else { return truth(written) }
      return looking(path, written) { $0.isTrue }
    default: return truth(written)
    }
  }

  private static func truth(_ written: TemplateExpression) -> Condition {
    let value = expression(written)
    return { (r) throws(TemplateError) in try value(&r).isTrue }
  }

  private static func nested(_ body: @escaping Condition) -> Condition {
    { (r) throws(TemplateError) in
      try r.enter()
      defer { r.leave() }
      return try body(&r)
    }
  }

  /// With what lies at `path`; where nothing does the expression is evaluated, which knows what then is.
  private static func looking(
    _ path: ValuePath, _ written: TemplateExpression, _ body: @escaping @Sendable (Value) -> Bool
  ) -> Condition {
    let otherwise = truth(written)
    return { (r) throws(TemplateError) in
      try r.step()
      if let found = path.withValue(in: r.scope, body) { return found }
      return try otherwise(&r)
    }
  }

  /// `path == "text"` and `path != "text"`; nil for any other comparison.
  private static func comparison(
    _ first: TemplateExpression, _ rest: [(ComparisonOperator, TemplateExpression)]
  ) -> Condition? {
    guard rest.count == 1, case .literal(.string(let text)) = rest[0].1, let path = ValuePath(first),
      rest[0].0 == .equal || rest[0].0 == .notEqual
    else { return nil }
    let isWanted = rest[0].0 == .equal
    return looking(path, .comparison(first, rest)) { value in
      switch value {
      case .string(let found), .markup(let found): found.isSame(as: text) == isWanted
      default: !isWanted
      }
    }
  }
}

/// A name and the members behind it.
private struct ValuePath: Sendable {
  private static let keyCountMax = 2

  private let id: Int
  private var keys: [String] = []

  /// Nil for what is no such path, or may call a method.
  init?(_ written: TemplateExpression) {
    switch written {
    case .name(let symbol): id = symbol.id
    case .item(let base, .literal(.string(let key))), .attribute(let base, let key, mayBeMethod: false):
      guard let path = ValuePath(base), path.keys.count < Self.keyCountMax else { return nil }
      self = path
      keys.append(key)
    default: return nil
    }
  }

  /// Runs `body` with the value where it lies; nil where a name or a member is missing, or a base is no object.
  func withValue(in scope: Scope, _ body: (Value) -> Bool) -> Bool? {
    scope.withValue(id) { value in
      switch keys.count {
      case 0: body(value)
      case 1: member(0, of: value, body)
      default: member(0, of: value) { member in self.member(1, of: member, body) } ?? nil
      }
    } ?? nil
  }

  private func member<Result>(
    _ place: Int, of value: Value, _ body: (Value) -> Result
  ) -> Result? {
    guard case .object(let object) = value else { return nil }
    return object.withValue(of: keys[place], body)
  }
}
