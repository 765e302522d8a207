extension Automaton {
  /// The configuration after one more byte. A new match may start before every byte. O(states).
  func step(_ configuration: Configuration, over byte: UInt8) -> Step {
    let next = Neighbour(byte)
    var step = Step(target: Configuration(previous: next))
    var resolved = Visited(count: states.count)
    var reached = Visited(count: states.count)
    for group in 0...configuration.groupCount {
      let members = group < configuration.groupCount ? configuration.group(group) : initial[...]
      let first = step.target.states.count
      resolve(members, between: configuration.previous, and: next, &resolved) { state in
        switch states[Int(state)] {
        case .accept(let rule): step.endingBefore.append(Hit(rule: rule, group: group))
        case .consume(let arcs): follow(arcs, byte, from: group, &reached, &step)
        case .fork, .check: break
        }
      }
      guard step.target.states.count > first else { continue }
      // In one order, so that equal sets of states are equal configurations.
      step.target.states[first...].sort()
      step.target.groupEnds.append(Int32(step.target.states.count))
      step.sources.append(group)
    }
    return step
  }

  /// The matches that end with the text.
  func finish(_ configuration: Configuration) -> [Hit] {
    var hits: [Hit] = []
    var resolved = Visited(count: states.count)
    for group in 0..<configuration.groupCount {
      resolve(configuration.group(group), between: configuration.previous, and: .edge, &resolved) { state in
        if case .accept(let rule) = states[Int(state)] { hits.append(Hit(rule: rule, group: group)) }
      }
    }
    return hits
  }

  /// Visits what can be reached without a byte when both neighbours are known.
  private func resolve(
    _ members: ArraySlice<StateID>, between previous: Neighbour, and next: Neighbour, _ visited: inout Visited,
    _ visit: (StateID) -> Void
  ) {
    var open = Array(members)
    while let state = open.popLast() {
      guard visited.insert(state) else { continue }
      switch states[Int(state)] {
      case .fork(let targets): open += targets
      case .check(let assertion, let target):
        if assertion.holds(between: previous, and: next) { open.append(target) }
      case .accept, .consume: visit(state)
      }
    }
  }

  private func follow(_ arcs: [Arc], _ byte: UInt8, from group: Int, _ reached: inout Visited, _ step: inout Step) {
    let previous = step.target.previous
    var open = arcs.filter { $0.bytes.contains(byte) }.map(\.target)
    while let state = open.popLast() {
      guard reached.insert(state), viability.isViable(state, after: previous) else { continue }
      switch states[Int(state)] {
      case .accept(let rule): step.endingWith.append(Hit(rule: rule, group: group))
      case .fork(let targets): open += targets
      case .check, .consume: step.target.states.append(state)
      }
    }
  }

  /// The states that a search has been to.
  private struct Visited {
    private var flags: [Bool]

    init(count: Int) { flags = [Bool](repeating: false, count: count) }

    mutating func insert(_ state: StateID) -> Bool {
      guard !flags[Int(state)] else { return false }
      flags[Int(state)] = true
      return true
    }
  }
}
