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

  /// The functions that the template names.
  private(set) var globals: [(id: Int, global: Globals)] = []
  private var ids = ["loop": loop, "varargs": varargs, "kwargs": kwargs, "caller": caller]

  /// The name's symbol, new or not.
  mutating func symbol(_ name: String) -> TemplateSymbol {
    if let id = ids[name] { return TemplateSymbol(id: id, name: name) }
    let id = ids.count
    ids[name] = id
    if let global = Globals(rawValue: name) { globals.append((id, global)) }
    return TemplateSymbol(id: id, name: name)
  }

  /// The number of a name that the template uses.
  func id(of name: String) -> Int? { ids[name] }
}
