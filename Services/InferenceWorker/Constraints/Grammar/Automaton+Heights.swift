/// From where an end can be reached, and how deeply calls nest at least on the way.
///
/// A call costs one more than its automaton; a way costs its dearest call; a state the cheapest of its ways. The states are
/// settled in the order of what they cost (Knuth, "A generalization of Dijkstra's algorithm", 1977).
extension Automaton {
  /// - Parameter isToken: bytes that the model has tokens for; no way leads over others.
  mutating func settleHeights(isToken: [Bool]) {
    var settling = HeightSettling(self, isToken: isToken)
    heights = settling.run()
    removeDeadEnds()
  }

  /// Ways that lead nowhere would hide that nothing can follow.
  private mutating func removeDeadEnds() {
    func isDead(_ state: StateID) -> Bool { heights[Int(state)] == Self.unreachable }
    let isDeadRule = rules.map { $0.allSatisfy(isDead) }
    for index in states.indices {
      states[index].transitions.removeAll { isDead($0.target) }
      states[index].skips.removeAll(where: isDead)
      states[index].calls.removeAll { isDead($0.target) || isDeadRule[$0.rule] }
    }
  }
}

private struct HeightSettling {
  private var heights: [Int32]
  private var ruleHeights: [Int32]
  /// States from which a state is reached without a call.
  private var sources: [[Int32]]
  /// Calls by what they wait for.
  private var callsOfRule: [[(source: Int32, target: Int32)]]
  private var callsByTarget: [[(source: Int32, rule: Int)]]
  private var rulesByStart: [[Int]]
  /// States to settle by their height.
  private var levels: [[Int32]] = [[]]

  init(_ automaton: Automaton, isToken: [Bool]) {
    let count = automaton.states.count
    heights = Array(repeating: Automaton.unreachable, count: count)
    ruleHeights = Array(repeating: Automaton.unreachable, count: automaton.rules.count)
    sources = Array(repeating: [], count: count)
    callsOfRule = Array(repeating: [], count: automaton.rules.count)
    callsByTarget = Array(repeating: [], count: count)
    rulesByStart = Array(repeating: [], count: count)
    for (rule, starts) in automaton.rules.enumerated() {
      for start in starts { rulesByStart[Int(start)].append(rule) }
    }
    for (index, state) in automaton.states.enumerated() {
      let source = Int32(index)
      if state.isFinal { levels[0].append(source) }
      for edge in state.transitions where edge.bytes.contains(where: { isToken[Int($0)] }) {
        sources[Int(edge.target)].append(source)
      }
      for target in state.skips { sources[Int(target)].append(source) }
      for call in state.calls {
        callsOfRule[call.rule].append((source, call.target))
        callsByTarget[Int(call.target)].append((source, call.rule))
      }
    }
  }

  mutating func run() -> [Int32] {
    var level = 0
    while level < levels.count {
      while let state = levels[level].popLast() { settle(state, at: Int32(level)) }
      level += 1
    }
    return heights
  }

  private mutating func settle(_ state: Int32, at height: Int32) {
    guard heights[Int(state)] == Automaton.unreachable else { return }
    heights[Int(state)] = height
    for source in sources[Int(state)] { offer(source, height) }
    for call in callsByTarget[Int(state)] where ruleHeights[call.rule] != Automaton.unreachable {
      offer(call.source, max(height, ruleHeights[call.rule] + 1))
    }
    for rule in rulesByStart[Int(state)] where ruleHeights[rule] == Automaton.unreachable {
      ruleHeights[rule] = height
      for call in callsOfRule[rule] where heights[Int(call.target)] != Automaton.unreachable {
        offer(call.source, max(height + 1, heights[Int(call.target)]))
      }
    }
  }

  private mutating func offer(_ state: Int32, _ height: Int32) {
    guard heights[Int(state)] == Automaton.unreachable else { return }
    while levels.count <= Int(height) { levels.append([]) }
    levels[Int(height)].append(state)
  }
}
