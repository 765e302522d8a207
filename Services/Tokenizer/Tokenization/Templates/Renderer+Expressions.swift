extension Renderer {
  func evaluate(_ expression: TemplateExpression) throws(TemplateError) -> Value {
    try step()
    return try deeper { () throws(TemplateError) in try evaluated(expression) }
  }

  private func evaluated(_ expression: TemplateExpression) throws(TemplateError) -> Value {
    switch expression {
    case .literal(let value): return Value(value)
    case .name(let symbol): return scope[symbol.id] ?? .undefined("'\(symbol.name)' is undefined")
    case .list(let elements): return try counted(.list(try evaluateAll(elements)))
    case .tuple(let elements): return try counted(.tuple(try evaluateAll(elements)))
    case .object(let members): return try counted(.object(try evaluate(members)))
    case .attribute(let base, let name, let mayBeMethod):
      let base = try evaluate(base)
      if !mayBeMethod, case .object(let object) = base, let value = object.value(of: name) { return value }
      return try attribute(name, of: base)
    case .item(let base, let key): return try item(try evaluate(key), of: try evaluate(base))
    case .slice(let base, let start, let stop, let step):
      return try slice(try evaluate(base), try bound(start), try bound(stop), try bound(step))
    case .call(let callee, let arguments):
      return try counted(try invoke(try evaluate(callee), try evaluate(arguments)))
    case .filter(let base, let filter): return try apply(filter, to: try evaluate(base))
    case .test(let base, let test):
      let value = try evaluate(base)
      if let kind = test.kind { return .bool(Tests.isOf(kind, value)) }
      return .bool(try Tests.holds(test.name, value, try evaluate(test.arguments)))
    case .negative(let value): return try Arithmetic.negate(try evaluate(value))
    case .positive(let value): return try Arithmetic.apply(.add, .integer(0), try evaluate(value))
    case .not(let value): return .bool(!(try evaluate(value).isTrue))
    case .and(let left, let right):
      let value = try evaluate(left)
      return value.isTrue ? try evaluate(right) : value
    case .or(let left, let right):
      let value = try evaluate(left)
      return value.isTrue ? value : try evaluate(right)
    case .arithmetic(let operation, let left, let right):
      return try counted(try Arithmetic.apply(operation, try evaluate(left), try evaluate(right)))
    case .concatenation(let parts):
      var text = ""
      for part in parts { text += try evaluate(part).printed }
      return .string(try count(text))
    case .comparison(let first, let rest): return .bool(try compare(try evaluate(first), rest))
    case .conditional(let condition, let then, let other):
      if try evaluate(condition).isTrue { return try evaluate(then) }
      guard let other else { return .undefined("the condition is false and there is no else") }
      return try evaluate(other)
    }
  }

  /// `value`, which was just made, counted toward the limits.
  func counted(_ value: Value) throws(TemplateError) -> Value {
    if let text = value.text { _ = try count(text) } else { try measure(value, depth: 0) }
    return value
  }

  /// Counts a step for each value inside `value`, so that no template grows values without bound, by doubling or by
  /// nesting (which takes stack even when they are freed).
  func measure(_ value: Value, depth: Int) throws(TemplateError) {
    guard depth <= TemplateLimits.valueDepthMax else {
      throw .limit("values nested deeper than \(TemplateLimits.valueDepthMax)")
    }
    switch value {
    case .list(let elements), .tuple(let elements):
      try add(steps: elements.count)
      for element in elements { try measure(element, depth: depth + 1) }
    case .object(let object):
      try add(steps: object.members.count)
      for member in object.members { try measure(member.value, depth: depth + 1) }
    case .generator(let generator): try measure(.list(generator.remaining), depth: depth + 1)
    case .string(let text), .markup(let text): try add(steps: text.utf8.count / TemplateLimits.textBytesPerStep)
    default: break
    }
  }

  private func evaluateAll(_ expressions: [TemplateExpression]) throws(TemplateError) -> [Value] {
    var values: [Value] = []
    for expression in expressions { values.append(try evaluate(expression)) }
    return values
  }

  private func evaluate(
    _ members: [(key: TemplateExpression, value: TemplateExpression)]
  ) throws(TemplateError) -> ValueObject {
    var object = ValueObject()
    for (key, value) in members { object[try evaluate(key)] = try evaluate(value) }
    return object
  }

  private func bound(_ expression: TemplateExpression?) throws(TemplateError) -> Int? {
    guard let expression else { return nil }
    switch try evaluate(expression).defined() {
    case .none: return nil
    case let value:
      guard let index = value.whole else { throw .type("slice indices must be integers or None") }
      return index
    }
  }

  private func compare(
    _ first: Value, _ rest: [(ComparisonOperator, TemplateExpression)]
  ) throws(TemplateError) -> Bool {
    var left = first
    for (comparison, expression) in rest {
      let right = try evaluate(expression)
      try measure(left, depth: 0)
      try measure(right, depth: 0)
      guard try Arithmetic.holds(comparison, left, right) else { return false }
      left = right
    }
    return true
  }

  func apply(_ filter: FilterCall, to value: Value) throws(TemplateError) -> Value {
    try measure(value, depth: 0)
    let arguments = try evaluate(filter.arguments)
    return try counted(try Filters.apply(filter.name, of: filter.family, to: value, arguments, self))
  }

  /// `base.name`: a method first, then a member.
  func attribute(_ name: String, of base: Value) throws(TemplateError) -> Value {
    if let method = Methods.method(name, of: try base.defined()) { return method }
    return Self.member(.string(name), of: base) ?? .undefined(Self.missing(.string(name), of: base))
  }

  /// `base[key]`: a member first, then a method.
  func item(_ key: Value, of base: Value) throws(TemplateError) -> Value {
    if case .object(let object) = base, case .string(let name) = key, let value = object.value(of: name) { return value }
    let base = try base.defined()
    if let member = Self.member(key, of: base) { return member }
    if let name = key.text, let method = Methods.method(name, of: base) { return method }
    return .undefined(Self.missing(key, of: base))
  }

  /// A member without methods, as filters look up attributes by name.
  static func plainItem(_ key: Value, of base: Value) throws(TemplateError) -> Value {
    member(key, of: try base.defined()) ?? .undefined(missing(key, of: base))
  }

  private static func missing(_ key: Value, of base: Value) -> String {
    if case .integer(let index) = key { return "\(base.kindName) object has no element \(index)" }
    return "'\(base.kindName) object' has no attribute \(key.representation)"
  }

  private static func member(_ key: Value, of base: Value) -> Value? {
    switch (base.plain, key.plain) {
    case (.object(let object), _): return object[key]
    case (.namespace(let namespace), .string(let name)): return namespace.members[name]
    case (.loop(let loop), .string(let name)): return attribute(name, of: loop)
    case (.function(let function), .string("name")) where function.parameters != nil: return .string(function.name)
    case (.function(let function), .string("arguments")):
      return function.parameters.map { .tuple($0.map(Value.string)) }
    case (.list(let elements), _), (.tuple(let elements), _):
      guard let index = key.whole else { return nil }
      return element(index, of: elements)
    case (.string(let text), _):
      guard let index = key.whole else { return nil }
      return element(index, of: text.unicodeScalars.map { .string(String($0)) })
    default: return nil
    }
  }

  private static func element(_ index: Int, of elements: [Value]) -> Value? {
    let place = index < 0 ? index &+ elements.count : index
    return elements.indices.contains(place) ? elements[place] : nil
  }

  private func slice(_ base: Value, _ start: Int?, _ stop: Int?, _ step: Int?) throws(TemplateError) -> Value {
    let step = step ?? 1
    guard step != 0 else { throw .type("slice step cannot be zero") }
    switch try base.defined().plain {
    case .list(let elements): return .list(SliceIndices.of(elements.count, start, stop, step).map { elements[$0] })
    case .tuple(let elements): return .tuple(SliceIndices.of(elements.count, start, stop, step).map { elements[$0] })
    case .string(let text):
      let scalars = Array(text.unicodeScalars)
      let chosen = SliceIndices.of(scalars.count, start, stop, step).map { scalars[$0] }
      return .string(String(String.UnicodeScalarView(chosen)))
    default: throw .type("'\(base.kindName)' object is not subscriptable")
    }
  }
}
