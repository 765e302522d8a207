/// Names, as numbers, and their values; a name that is not here is looked for outside.
final class Scope {
  /// Few: a search one by one is faster than any table.
  private var values: [(id: Int, value: Value)] = []
  private let outer: Scope?

  init(in outer: Scope? = nil) { self.outer = outer }

  subscript(id: Int) -> Value? {
    get {
      var scope = self
      while true {
        for index in scope.values.indices where scope.values[index].id == id { return scope.values[index].value }
        guard let outer = scope.outer else { return nil }
        scope = outer
      }
    }
    set {
      guard let newValue else { return }
      for index in values.indices where values[index].id == id {
        values[index].value = newValue
        return
      }
      values.append((id, newValue))
    }
  }

  /// Forgets all names, for the next turn of a loop.
  func clear() { values.removeAll(keepingCapacity: true) }
}
