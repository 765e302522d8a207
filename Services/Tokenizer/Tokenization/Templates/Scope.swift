/// Names and their values; a name that is not here is looked for outside.
final class Scope {
  private var names: [String: Value]
  private let outer: Scope?

  init(_ names: [String: Value] = [:], in outer: Scope? = nil) {
    self.names = names
    self.outer = outer
  }

  subscript(name: String) -> Value? {
    get { names[name] ?? outer?[name] }
    set { names[name] = newValue }
  }
}
