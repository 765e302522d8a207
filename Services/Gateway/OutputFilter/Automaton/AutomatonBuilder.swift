/// Builds states from the end of a pattern to its start, so that each part knows what follows it.
struct AutomatonBuilder {
  typealias StateID = Automaton.StateID

  /// States of all rules together: 64,000 take about 4 MB, and one step over all of them stays below a millisecond.
  static let statesMax = 64_000

  private(set) var states: [Automaton.State] = []
  private(set) var rules: [Int] = []
  private var rule = 0
  /// Equal states have equal futures: each is made once. Tails of UTF-8 sequences shrink most.
  private var known: [Automaton.State: StateID] = [:]

  /// The rule's first state.
  mutating func add(_ pattern: Pattern, rule: Int) throws(AutomatonError) -> StateID {
    self.rule = rule
    return try build(pattern, then: try state(.accept(rule: rule)))
  }

  private mutating func build(_ pattern: Pattern, then next: StateID) throws(AutomatonError) -> StateID {
    switch pattern {
    case .empty: next
    case .scalar(let set): try scalar(set, then: next)
    case .assertion(let assertion): try state(.check(assertion, next))
    case .sequence(let parts): try sequence(parts, then: next)
    case .choice(let branches): try choice(branches, then: next)
    case .repetition(let body, let min, nil): try unbounded(body, min: min, then: next)
    case .repetition(let body, let min, let max?): try bounded(body, min: min, max: max, then: next)
    }
  }

  private mutating func sequence(_ parts: [Pattern], then next: StateID) throws(AutomatonError) -> StateID {
    var entry = next
    for part in parts.reversed() { entry = try build(part, then: entry) }
    return entry
  }

  private mutating func choice(_ branches: [Pattern], then next: StateID) throws(AutomatonError) -> StateID {
    var entries: [StateID] = []
    for branch in branches { entries.append(try build(branch, then: next)) }
    return try state(.fork(entries))
  }

  private mutating func unbounded(_ body: Pattern, min: Int, then next: StateID) throws(AutomatonError) -> StateID {
    let loop = try append(.fork([]))
    let again = try build(body, then: loop)
    states[Int(loop)] = .fork([again, next])
    var entry = min == 0 ? loop : again
    for _ in 0..<max(0, min - 1) { entry = try build(body, then: entry) }
    return entry
  }

  private mutating func bounded(_ body: Pattern, min: Int, max: Int, then next: StateID)
    throws(AutomatonError) -> StateID
  {
    var entry = next
    for _ in min..<max { entry = try state(.fork([try build(body, then: entry), next])) }
    for _ in 0..<min { entry = try build(body, then: entry) }
    return entry
  }

  private mutating func scalar(_ set: ScalarSet, then next: StateID) throws(AutomatonError) -> StateID {
    var arcs: [Automaton.Arc] = []
    for bytes in set.ranges.flatMap(UTF8Sequences.of) {
      var target = next
      for tail in bytes.dropFirst().reversed() { target = try state(.consume([.init(bytes: tail, target: target)])) }
      arcs.append(.init(bytes: bytes[0], target: target))
    }
    return try state(.consume(arcs))
  }

  private mutating func state(_ state: Automaton.State) throws(AutomatonError) -> StateID {
    if let id = known[state] { return id }
    let id = try append(state)
    known[state] = id
    return id
  }

  private mutating func append(_ state: Automaton.State) throws(AutomatonError) -> StateID {
    guard states.count < Self.statesMax else { throw .tooLarge(rule: rule) }
    states.append(state)
    rules.append(rule)
    return StateID(states.count - 1)
  }
}
