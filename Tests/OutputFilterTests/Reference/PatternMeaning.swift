@testable import OutputFilter

/// What a pattern means, in the plainest way: the set of ends of its matches that begin at a place of a whole text.
struct PatternMeaning {
  let text: [UInt8]

  func ends(of pattern: Pattern, from start: Int) -> Set<Int> {
    switch pattern {
    case .empty: [start]
    case .scalar(let set): scalarEnd(at: start, in: set)
    case .assertion(let assertion): assertion.holds(between: before(start), and: after(start)) ? [start] : []
    case .sequence(let parts): parts.reduce([start]) { all($0, then: $1) }
    case .choice(let branches): branches.reduce([]) { $0.union(ends(of: $1, from: start)) }
    case .repetition(let body, let min, let max): repetition(of: body, min, max, from: start)
    }
  }

  private func all(_ starts: Set<Int>, then pattern: Pattern) -> Set<Int> {
    starts.reduce(into: []) { $0.formUnion(ends(of: pattern, from: $1)) }
  }

  private func repetition(of body: Pattern, _ min: Int, _ max: Int?, from start: Int) -> Set<Int> {
    var current: Set = [start]
    for _ in 0..<min { current = all(current, then: body) }
    var result = current
    // More rounds than the text has bytes add nothing.
    for _ in 0..<Swift.min(max.map { $0 - min } ?? text.count, text.count) {
      current = all(current, then: body)
      result.formUnion(current)
    }
    return result
  }

  private func scalarEnd(at start: Int, in set: ScalarSet) -> Set<Int> {
    guard let scalar = String(decoding: text[start...], as: UTF8.self).unicodeScalars.first,
      set.contains(scalar.value), UTF8.encode(scalar)?.first == text[start]
    else { return [] }
    return [start + UTF8.width(scalar)]
  }

  private func before(_ place: Int) -> Neighbour { place == 0 ? .edge : Neighbour(text[place - 1]) }
  private func after(_ place: Int) -> Neighbour { place == text.count ? .edge : Neighbour(text[place]) }
}
