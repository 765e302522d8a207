/// Names, as numbers, and their values; a name that is not here is looked for outside.
final class Scope {
  private struct Entry {
    var id: Int
    var value: Value
  }

  /// Few: a search one by one is faster than any table.
  private var entries: [Entry] = []
  private let outer: Scope?

  init(in outer: Scope? = nil) { self.outer = outer }

  subscript(id: Int) -> Value? {
    get {
      for index in entries.indices where entries[index].id == id { return entries[index].value }
      return outer?[id]
    }
    set {
      guard let newValue else { return }
      for index in entries.indices where entries[index].id == id {
        entries[index].value = newValue
        return
      }
      entries.append(Entry(id: id, value: newValue))
    }
  }

  /// Runs `body` with the value where it lies, without taking it; nil for a name that nothing has.
  func withValue<Result>(_ id: Int, _ body: (Value) -> Result) -> Result? {
    for index in entries.indices where entries[index].id == id { return body(entries[index].value) }
    return outer?.withValue(id, body)
  }

  /// Forgets all names, for the next turn of a loop.
  func clear() { entries.removeAll(keepingCapacity: true) }
}
