/// Methods of Python's types that templates call. Those that would change a value do not exist here: the sandbox is
/// immutable.
enum Methods {
  static func method(_ name: String, of value: Value) -> Value? {
    let body: ((Arguments) throws(TemplateError) -> Value)? =
      switch value.plain {
      case .string(let text): TextMethods.method(name, of: text)
      case .object(let object): ofObject(name, object)
      case .list(let elements), .tuple(let elements): ofSequence(name, elements)
      default: nil
      }
    return body.map { .function(Function(name: name, call: $0)) }
  }

  /// Whether some kind of value has a method called `name`.
  static func isName(_ name: String) -> Bool {
    [.string(""), .object(ValueObject()), .list([])].contains { method(name, of: $0) != nil }
  }

  private static func ofObject(
    _ name: String, _ object: ValueObject
  ) -> ((Arguments) throws(TemplateError) -> Value)? {
    switch name {
    case "get": { (a) throws(TemplateError) in object[a.value(0, "key") ?? .none] ?? a.value(1, "default") ?? .none }
    case "items": { (_) throws(TemplateError) in .list(object.members.map { .tuple([$0.key, $0.value]) }) }
    case "keys": { (_) throws(TemplateError) in .list(object.members.map(\.key)) }
    case "values": { (_) throws(TemplateError) in .list(object.members.map(\.value)) }
    case "copy": { (_) throws(TemplateError) in .object(object) }
    case "pop", "update", "clear", "setdefault", "popitem": refusal(of: name, "dict")
    default: nil
    }
  }

  private static func ofSequence(
    _ name: String, _ elements: [Value]
  ) -> ((Arguments) throws(TemplateError) -> Value)? {
    switch name {
    case "index":
      { (arguments) throws(TemplateError) in
        guard let index = elements.firstIndex(where: { $0.equals(arguments.value(0, "value") ?? .none) }) else {
          throw .type("the value is not in the list")
        }
        return .integer(index)
      }
    case "count":
      { (arguments) throws(TemplateError) in
        .integer(elements.count { $0.equals(arguments.value(0, "value") ?? .none) })
      }
    case "copy": { (_) throws(TemplateError) in .list(elements) }
    case "append", "extend", "insert", "pop", "remove", "reverse", "sort", "clear": refusal(of: name, "list")
    default: nil
    }
  }

  private static func refusal(of name: String, _ kind: String) -> (Arguments) throws(TemplateError) -> Value {
    { (_) throws(TemplateError) in throw .type("access to attribute '\(name)' of '\(kind)' object is unsafe.") }
  }

  /// `text` between spaces, `width` wide.
  static func centered(_ text: String, _ width: Int) throws(TemplateError) -> String {
    guard width <= TemplateLimits.textByteCountMax else { throw .limit("text too wide") }
    let missing = width - text.unicodeScalars.count
    guard missing > 0 else { return text }
    // Python puts the odd space on the left when the width is odd.
    let left = missing / 2 + (missing & width & 1)
    return String(repeating: " ", count: left) + text + String(repeating: " ", count: missing - left)
  }
}
