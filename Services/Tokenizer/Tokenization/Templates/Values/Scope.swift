/// Names, as numbers, and their values; a name that is not here is looked for outside.
struct Scope: BitwiseCopyable {
  private struct Entry {
    var id: Int
    var value: Value
  }

  private struct Body {
    var outer: Scope?
    /// Few: a search one by one is faster than any table.
    var entries: UnsafeMutablePointer<Entry>
    var count = 0
    var capacity: Int
    /// A bit for each name that is here, by the last bits of its number.
    var names: UInt64 = 0
    var isKept = false
    let heap: Heap
  }

  private static let capacityMin = 4

  private let body: Box<Body>

  init(in outer: Scope?, _ heap: Heap) {
    let entries = heap.room(Self.capacityMin, of: Entry.self)
    body = heap.box(Body(outer: outer, entries: entries, capacity: Self.capacityMin, heap: heap))
  }

  var outer: Scope? { body.content.outer }

  /// Whether a macro refers to this scope, or to one inside it, for longer than its block runs.
  var isKept: Bool { body.content.isKept }

  func keep() {
    var scope: Scope? = self
    while let current = scope, !current.isKept {
      current.body.content.isKept = true
      scope = current.outer
    }
  }

  /// Forgets all names.
  func reset(in outer: Scope?) { (body.content.outer, body.content.count, body.content.names) = (outer, 0, 0) }

  private static func bit(_ id: Int) -> UInt64 { 1 << UInt64(truncatingIfNeeded: id & 63) }

  subscript(id: Int) -> Value? {
    @inline(__always) get {
      let bit = Self.bit(id)
      var scope = self
      while true {
        if scope.body.content.names & bit != 0, let value = scope.own(id) { return value }
        guard let outer = scope.outer else { return nil }
        scope = outer
      }
    }
  }

  @inline(__always)
  private func own(_ id: Int) -> Value? {
    for index in 0..<body.content.count where body.content.entries[index].id == id {
      return body.content.entries[index].value
    }
    return nil
  }

  func set(_ id: Int, to value: Value) {
    for index in 0..<body.content.count where body.content.entries[index].id == id {
      body.content.entries[index].value = value
      return
    }
    if body.content.count == body.content.capacity { grow() }
    (body.content.entries + body.content.count).initialize(to: Entry(id: id, value: value))
    body.content.count += 1
    body.content.names |= Self.bit(id)
  }

  private func grow() {
    let capacity = body.content.capacity * 2
    let entries = body.content.heap.room(capacity, of: Entry.self)
    entries.initialize(from: body.content.entries, count: body.content.count)
    (body.content.entries, body.content.capacity) = (entries, capacity)
  }
}
