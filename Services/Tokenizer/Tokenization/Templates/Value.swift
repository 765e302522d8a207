/// A value while a template is rendered: JSON's kinds, and what only templates have.
enum Value {
  /// Names what is missing, for the error when it is used.
  case undefined(String)
  case none
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  /// Text that counts as escaped (`safe`): plain text that is added to it is escaped.
  case markup(String)
  case list([Value])
  case tuple([Value])
  case object(ValueObject)
  case generator(Generator)
  case namespace(Namespace)
  case loop(LoopState)
  case function(Function)

  init(_ json: JSONValue) {
    switch json {
    case .null: self = .none
    case .bool(let value): self = .bool(value)
    case .integer(let value): self = .integer(value)
    case .number(let value): self = .number(value)
    case .string(let value): self = .string(value)
    case .array(let elements): self = .list(elements.map(Value.init))
    case .object(let members): self = .object(ValueObject(members))
    }
  }
}

/// What `map`, `select` and their kin make: elements that can be gone through once, and neither counted nor indexed.
final class Generator {
  private var elements: [Value]

  init(_ elements: [Value]) { self.elements = elements }

  /// The elements that are left, which then are gone.
  func take() -> [Value] {
    defer { elements = [] }
    return elements
  }

  /// The next element.
  func takeFirst() -> Value? { elements.isEmpty ? nil : elements.removeFirst() }

  /// The elements that are left, for counting against limits only.
  var remaining: [Value] { elements }
}

/// What `namespace()` makes: the one kind of object that assignments can change.
final class Namespace {
  var members: [String: Value]

  init(_ members: [String: Value]) { self.members = members }
}

/// The variable `loop`.
final class LoopState {
  let items: [Value]
  var index = 0
  let depth: Int
  /// Renders the loop's body over other items; nil unless the loop is recursive.
  let recurse: Recursion?
  var lastChanged: [Value]?

  typealias Recursion = (Value, inout Renderer) throws(TemplateError) -> Value

  init(items: [Value], depth: Int, recurse: Recursion?) {
    self.items = items
    self.depth = depth
    self.recurse = recurse
  }
}

/// Something that can be called.
struct Function {
  var name: String
  /// The names of a macro's parameters, which templates can read.
  var parameters: [String]?
  var call: (Arguments, inout Renderer) throws(TemplateError) -> Value

  init(
    name: String, parameters: [String]?, call: @escaping (Arguments, inout Renderer) throws(TemplateError) -> Value
  ) {
    self.name = name
    self.parameters = parameters
    self.call = call
  }

  /// One that needs its arguments only.
  init(name: String, call: @escaping (Arguments) throws(TemplateError) -> Value) {
    self.init(name: name, parameters: nil) { (arguments, _) throws(TemplateError) in try call(arguments) }
  }
}

/// The arguments of a call, evaluated.
struct Arguments {
  var positional: [Value] = []
  var named: [(name: String, value: Value)] = []

  /// The argument at `index`, or called `name`.
  func value(_ index: Int, _ name: String) -> Value? {
    positional.indices.contains(index) ? positional[index] : named.last { $0.name == name }?.value
  }

  /// The same without the first positional ones.
  func dropFirst(_ count: Int = 1) -> Arguments {
    Arguments(positional: Array(positional.dropFirst(count)), named: named)
  }
}
