extension Value {
  /// Text that counts as escaped as plain text; everything else as it is.
  var plain: Value { if case .markup(let text) = self { .string(text) } else { self } }

  /// Python's truth: empty and zero are false.
  var isTrue: Bool {
    switch self {
    case .undefined, .none: false
    case .bool(let value): value
    case .integer(let value): value != 0
    case .number(let value): value != 0
    case .string(let value), .markup(let value): !value.isEmpty
    case .list(let elements), .tuple(let elements): !elements.isEmpty
    case .object(let object): object.count > 0
    case .generator, .namespace, .loop, .function: true
    }
  }

  var isUndefined: Bool { if case .undefined = self { true } else { false } }

  /// Python's name of the kind, for errors.
  var kindName: String {
    switch self {
    case .undefined: "Undefined"
    case .none: "NoneType"
    case .bool: "bool"
    case .integer: "int"
    case .number: "float"
    case .string: "str"
    case .markup: "Markup"
    case .list: "list"
    case .tuple: "tuple"
    case .object: "dict"
    case .generator: "generator"
    case .namespace: "Namespace"
    case .loop: "LoopContext"
    case .function: "function"
    }
  }

  /// A number, booleans counting as 0 and 1.
  var numeric: Double? {
    switch self {
    case .bool(let value): value ? 1 : 0
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }

  /// A whole number, booleans counting as 0 and 1.
  var whole: Int? {
    switch self {
    case .bool(let value): value ? 1 : 0
    case .integer(let value): value
    default: nil
    }
  }

  @inline(__always)
  var text: Text? {
    switch self {
    case .string(let text), .markup(let text): text
    default: nil
    }
  }

  /// Throws if this is undefined, since most uses of such a value are errors.
  func defined() throws(TemplateError) -> Value {
    if case .undefined(let what) = self { throw .undefined(what.string) }
    return self
  }

  /// The elements that a loop goes over: of an object its keys, of text its characters, of nothing none.
  func elements(_ heap: Heap) throws(TemplateError) -> Elements {
    switch self {
    case .undefined: return Elements()
    case .list(let elements), .tuple(let elements): return elements
    case .generator(let generator): return generator.take()
    case .string(let text), .markup(let text): return heap.run(text.characters.map(Value.string))
    case .object(let object): return heap.run(object.members.map(\.key))
    case .loop(let loop): return loop.items
    default: throw .type("'\(kindName)' object is not iterable")
    }
  }

  func count() throws(TemplateError) -> Int {
    switch self {
    case .undefined: return 0
    case .list(let elements), .tuple(let elements): return elements.count
    case .string(let text), .markup(let text): return text.scalarCount
    case .object(let object): return object.count
    case .loop(let loop): return loop.items.count
    default: throw .type("object of type '\(kindName)' has no len()")
    }
  }

  /// Python's `==`.
  func equals(_ other: Value) -> Bool {
    switch (plain, other.plain) {
    case (.undefined, .undefined), (.none, .none): return true
    case (.string(let a), .string(let b)): return a.isSame(as: b)
    case (.list(let a), .list(let b)), (.tuple(let a), .tuple(let b)):
      return a.count == b.count && zip(a, b).allSatisfy { $0.equals($1) }
    case (.object(let a), .object(let b)):
      return a.count == b.count
        && a.members.allSatisfy { member in b[member.key].map { $0.equals(member.value) } ?? false }
    case (.namespace(let a), .namespace(let b)): return a === b
    case (.generator(let a), .generator(let b)): return a === b
    default:
      if let a = whole, let b = other.whole { return a == b }
      if let a = numeric, let b = other.numeric { return a == b }
      return false
    }
  }

  /// Python's `<`.
  func isLess(than other: Value) throws(TemplateError) -> Bool {
    switch (try defined().plain, try other.defined().plain) {
    // The order of UTF-8 is that of the scalars.
    case (.string(let a), .string(let b)): return a.lexicographicallyPrecedes(b)
    case (.list(let a), .list(let b)), (.tuple(let a), .tuple(let b)):
      for (x, y) in zip(a, b) where !x.equals(y) { return try x.isLess(than: y) }
      return a.count < b.count
    case (let a, let b):
      if let x = a.whole, let y = b.whole { return x < y }
      guard let x = a.numeric, let y = b.numeric else {
        throw .type("'<' not supported between instances of '\(a.kindName)' and '\(b.kindName)'")
      }
      return x < y
    }
  }

  /// Python's `in`.
  func contains(_ needle: Value) throws(TemplateError) -> Bool {
    switch self {
    case .undefined: return false
    case .string(let text), .markup(let text):
      guard let part = try needle.defined().text else {
        throw .type("'in <string>' requires string as left operand, not \(needle.kindName)")
      }
      return text.range(of: part) != nil
    case .list(let elements), .tuple(let elements): return elements.contains { $0.equals(needle) }
    case .generator(let generator): return generator.take().contains { $0.equals(needle) }
    case .object(let object):
      switch needle {
      case .list, .object: throw .type("unhashable type: '\(needle.kindName)'")
      default: return object[needle] != nil
      }
    default: throw .type("argument of type '\(kindName)' is not iterable")
    }
  }
}
