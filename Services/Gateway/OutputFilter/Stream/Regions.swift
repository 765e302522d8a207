/// A stretch of text covered by matches that overlap each other.
struct Region: Hashable, Sendable {
  var start: Position
  var end: Position
  /// The rule of the match that starts first; of two that start together, the one that stands first in the policy.
  var rule: Int
  /// Whether its replacement was already released.
  var isReplaced = false
}

/// The regions that later matches may still join, in the order of the text.
struct Regions: Sendable {
  private(set) var open: [Region] = []

  var isEmpty: Bool { open.isEmpty }

  /// Matches come in the order of their ends. One that touches a region without sharing a byte stays apart.
  mutating func add(from start: Position, to end: Position, rule: Int) {
    var region = Region(start: start, end: end, rule: rule)
    while let last = open.last, last.end > region.start {
      if last.start < region.start { region.rule = last.rule }
      if last.start == region.start { region.rule = min(region.rule, last.rule) }
      region.start = min(region.start, last.start)
      region.end = max(region.end, last.end)
      region.isReplaced = region.isReplaced || last.isReplaced
      open.removeLast()
    }
    open.append(region)
  }

  /// Where the undecided text begins when every later match starts at `hold` or after it: bytes of a region that began
  /// before are decided, they are never released.
  func undecided(from hold: Position) -> Position {
    guard let region = open.last(where: { $0.start <= hold }) else { return hold }
    return max(hold, region.end)
  }

  /// Removes the regions that no match can join, because every later one starts at `hold` or after it.
  mutating func close(before hold: Position) -> [Region] {
    let count = open.prefix { $0.end <= hold }.count
    defer { open.removeFirst(count) }
    return Array(open.prefix(count))
  }

  mutating func markReplaced(_ index: Int) { open[index].isReplaced = true }
}
