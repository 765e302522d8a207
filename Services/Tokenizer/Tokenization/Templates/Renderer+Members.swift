/// What stands behind a dot or in brackets.
extension Renderer {
  /// `base.name`: a method first, then a member.
  static func attribute(_ name: String, of base: Value) throws(TemplateError) -> Value {
    if let method = Methods.method(name, of: try base.defined()) { return method }
    return member(.string(name), of: base) ?? .undefined(missing(.string(name), of: base))
  }

  /// `base[key]`: a member first, then a method.
  static func item(_ key: Value, of base: Value) throws(TemplateError) -> Value {
    if case .object(let object) = base, case .string(let name) = key, let value = object.value(of: name) {
      return value
    }
    let base = try base.defined()
    if let member = member(key, of: base) { return member }
    if let name = key.text, let method = Methods.method(name, of: base) { return method }
    return .undefined(missing(key, of: base))
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

  static func slice(_ base: Value, _ start: Int?, _ stop: Int?, _ step: Int?) throws(TemplateError) -> Value {
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
