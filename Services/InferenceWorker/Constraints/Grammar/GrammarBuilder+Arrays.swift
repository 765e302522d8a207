/// `[`, elements with commas between, `]`.
extension GrammarBuilder {
  mutating func array(_ shape: ArrayShape) throws(ConstraintError) -> Automaton.StateID? {
    let most = shape.countMax ?? .max
    guard shape.countMin <= most else { return nil }
    let start = try state()
    var next = try state { $0.allowsSpace = true }
    edge(start, "[", next)
    if shape.countMin == 0 { edge(next, "]", end) }
    for (index, element) in shape.prefix.prefix(most).enumerated() {
      let after = try state { $0.allowsSpace = true }
      call(from: next, element, to: after)
      if index + 1 >= shape.countMin { edge(after, "]", end) }
      guard index + 1 < most else { return start }
      next = try state { $0.allowsSpace = true }
      edge(after, ",", next)
    }
    guard most > shape.prefix.count else { return start }
    let after = try state {
      $0.allowsSpace = true
      $0.countMin = Int32(max(0, shape.countMin - shape.prefix.count))
      if let most = shape.countMax { $0.countMax = Int32(most - shape.prefix.count) }
    }
    call(from: next, shape.items, to: after, isCounted: true)
    edge(after, "]", end, .close)
    let again = try state { $0.allowsSpace = true }
    edge(after, ",", again, .below)
    call(from: again, shape.items, to: after, isCounted: true)
    return start
  }
}
