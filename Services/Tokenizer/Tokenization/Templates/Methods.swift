/// Methods of Python's types that templates call. Those that would change a value do not exist here: the sandbox is
/// immutable.
enum Methods {
  /// A method as a value; nil where `value` has none of that name.
  static func method(_ name: Text, of value: Value, _ heap: Heap) -> Value? {
    guard has(name.string, value) else { return nil }
    return .function(.method(heap.box(Function.Method(name: name, receiver: value))))
  }

  /// Whether `value` has a method called `name`.
  static func has(_ name: String, _ value: Value) -> Bool {
    switch value {
    case .string, .markup: TextMethods.names.contains(name)
    case .object: objectNames.contains(name)
    case .list, .tuple: sequenceNames.contains(name)
    default: false
    }
  }

  /// Whether some kind of value has a method called `name`.
  static func isName(_ name: String) -> Bool {
    TextMethods.names.contains(name) || objectNames.contains(name) || sequenceNames.contains(name)
  }

  /// Calls a method that `value` has.
  static func call(_ name: String, of value: Value, _ arguments: Arguments) throws(TemplateError) -> Value {
    let result: Value? =
      switch value {
      case .string(let text), .markup(let text): try TextMethods.call(name, of: text, arguments)
      case .object(let object): try call(name, of: object, arguments)
      case .list(let elements), .tuple(let elements): try call(name, of: elements, arguments)
      default: nil
      }
    guard let result else { throw .type("'\(value.kindName)' object has no method '\(name)'") }
    return result
  }

  private static let objectNames: Set<String> = [
    "get", "items", "keys", "values", "copy", "pop", "update", "clear", "setdefault", "popitem",
  ]

  private static func call(
    _ name: String, of object: ValueObject, _ arguments: Arguments
  ) throws(TemplateError) -> Value? {
    let heap = arguments.heap
    switch name {
    case "get": return object[arguments.value(0, "key") ?? .none] ?? arguments.value(1, "default") ?? Value.none
    case "items": return heap.list(heap.pairs(of: object))
    case "keys": return heap.list(object.members.map(\.key))
    case "values": return heap.list(object.members.map(\.value))
    case "copy": return .object(object)
    default: throw refusal(of: name, "dict")
    }
  }

  private static let sequenceNames: Set<String> = [
    "index", "count", "copy", "append", "extend", "insert", "pop", "remove", "reverse", "sort", "clear",
  ]

  private static func call(
    _ name: String, of elements: Elements, _ arguments: Arguments
  ) throws(TemplateError) -> Value? {
    let wanted = arguments.value(0, "value") ?? .none
    switch name {
    case "index":
      guard let index = elements.firstIndex(where: { $0.equals(wanted) }) else {
        throw .type("the value is not in the list")
      }
      return .integer(index)
    case "count": return .integer(elements.count { $0.equals(wanted) })
    case "copy": return .list(elements)
    default: throw refusal(of: name, "list")
    }
  }

  private static func refusal(of name: String, _ kind: String) -> TemplateError {
    .type("access to attribute '\(name)' of '\(kind)' object is unsafe.")
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
