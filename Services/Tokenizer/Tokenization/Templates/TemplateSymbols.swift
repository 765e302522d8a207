/// A name in a template, as a number that scopes look for.
struct TemplateSymbol: Sendable, Equatable {
  var id: Int
  /// For errors.
  var name: String

  static func == (left: TemplateSymbol, right: TemplateSymbol) -> Bool { left.id == right.id }
}

/// The names of one template.
struct TemplateSymbols: Sendable {
  /// Names that rendering gives values to itself.
  static let loop = 0
  static let varargs = 1
  static let kwargs = 2
  static let caller = 3

  private(set) var names = ["loop", "varargs", "kwargs", "caller"]
  private var ids = ["loop": loop, "varargs": varargs, "kwargs": kwargs, "caller": caller]

  /// The name's symbol, new or not.
  mutating func symbol(_ name: String) -> TemplateSymbol {
    if let id = ids[name] { return TemplateSymbol(id: id, name: name) }
    ids[name] = names.count
    names.append(name)
    return TemplateSymbol(id: names.count - 1, name: name)
  }

  /// The number of a name that the template uses.
  func id(of name: String) -> Int? { ids[name] }
}
