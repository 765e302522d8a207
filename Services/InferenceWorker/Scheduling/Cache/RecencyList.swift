/// Numbers below a bound in the order in which they were put there; any of them can be taken out in constant time.
struct RecencyList: Sendable {
  private(set) var count = 0
  /// Neighbours of each number, and of the list's two ends, which share the last place.
  private var next: [Int32], previous: [Int32]
  private let ends: Int32

  /// Takes numbers from 0 up to `capacity`.
  init(capacity: Int) {
    ends = Int32(capacity)
    next = Array(repeating: -1, count: capacity + 1)
    previous = next
    (next[capacity], previous[capacity]) = (ends, ends)
  }

  var first: Int32? { count == 0 ? nil : next[Int(ends)] }

  func contains(_ number: Int32) -> Bool { next[Int(number)] >= 0 }

  mutating func append(_ number: Int32) { link(number, after: previous[Int(ends)]) }

  mutating func prepend(_ number: Int32) { link(number, after: ends) }

  /// - Precondition: the list contains it.
  mutating func remove(_ number: Int32) {
    precondition(contains(number), "a number of the list")
    let (before, after) = (previous[Int(number)], next[Int(number)])
    next[Int(before)] = after
    previous[Int(after)] = before
    (next[Int(number)], previous[Int(number)]) = (-1, -1)
    count -= 1
  }

  private mutating func link(_ number: Int32, after before: Int32) {
    precondition(number < ends && !contains(number), "a number that is not in the list")
    let after = next[Int(before)]
    (next[Int(before)], next[Int(number)]) = (number, after)
    (previous[Int(after)], previous[Int(number)]) = (number, before)
    count += 1
  }
}
