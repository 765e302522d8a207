/// A value while a template is rendered: JSON's kinds, and what only templates have. All of it lies in a ``Heap``.
enum Value: BitwiseCopyable, Sendable {
  /// Names what is missing, for the error when it is used.
  case undefined(Text)
  case none
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case string(Text)
  /// Text that counts as escaped (`safe`): plain text that is added to it is escaped.
  case markup(Text)
  case list(Elements)
  case tuple(Elements)
  case object(ValueObject)
  case generator(Generator)
  /// What `namespace()` makes: the one kind of object that assignments can change.
  case namespace(ValueObject)
  case loop(LoopState)
  case function(Function)
}

/// The arguments of a call, evaluated.
struct Arguments {
  /// Where results are made.
  let heap: Heap
  var positional: [Value] = []
  var named: [(name: String, value: Value)] = []

  /// The argument at `index`, or called `name`.
  func value(_ index: Int, _ name: String) -> Value? {
    if index >= 0, index < positional.count { return positional[index] }
    return named.isEmpty ? nil : named.last { $0.name == name }?.value
  }

  /// The same without the first positional ones.
  func dropFirst(_ count: Int = 1) -> Arguments {
    Arguments(heap: heap, positional: Array(positional.dropFirst(count)), named: named)
  }
}
