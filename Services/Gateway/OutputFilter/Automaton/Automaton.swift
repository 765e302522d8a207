/// All rules of a program as one nondeterministic automaton over bytes (Thompson's construction).
///
/// Source: Ken Thompson, "Regular expression search algorithm", CACM 11(6), 1968.
struct Automaton: Sendable {
  typealias StateID = Int32

  /// A byte range and where it leads.
  struct Arc: Hashable, Sendable {
    let bytes: ClosedRange<UInt8>
    let target: StateID
  }

  enum State: Hashable, Sendable {
    case consume([Arc])
    case fork([StateID])
    case check(Assertion, StateID)
    case accept(rule: Int)
  }

  let states: [State]
  /// The rule that each state belongs to; no state is shared between rules.
  let rules: [Int]
  /// Where each rule starts.
  let initial: [StateID]
  let viability: Viability
  let byteClasses: ByteClasses
  /// Rules whose text is withheld while it may still become a match: all but those that only flag.
  let isHolding: [Bool]

  /// Throws when a rule matches the empty text, can never match, or all rules together are too large.
  init(_ patterns: [Pattern], isHolding: [Bool]) throws(AutomatonError) {
    var builder = AutomatonBuilder()
    var initial: [StateID] = []
    for (rule, pattern) in patterns.enumerated() {
      initial.append(try builder.add(pattern, rule: rule))
    }
    states = builder.states
    rules = builder.rules
    self.initial = initial
    self.isHolding = isHolding
    viability = Viability(of: states)
    byteClasses = ByteClasses(of: states)
    try checkRules()
  }

  private func checkRules() throws(AutomatonError) {
    for (rule, state) in initial.enumerated() {
      if isEmptyMatch(from: state) { throw .matchesEmptyText(rule: rule) }
      guard Neighbour.allCases.contains(where: { viability.isViable(state, after: $0) }) else {
        throw .neverMatches(rule: rule)
      }
    }
  }

  /// Whether the rule's end can be reached without a byte, with every assertion taken as true.
  private func isEmptyMatch(from start: StateID) -> Bool {
    var seen: Set<StateID> = []
    var open = [start]
    while let state = open.popLast() {
      guard seen.insert(state).inserted else { continue }
      switch states[Int(state)] {
      case .accept: return true
      case .fork(let targets): open += targets
      case .check(_, let target): open.append(target)
      case .consume: break
      }
    }
    return false
  }
}

/// Why rules cannot be made into an automaton.
enum AutomatonError: Error, Equatable {
  case matchesEmptyText(rule: Int)
  case neverMatches(rule: Int)
  case tooLarge(rule: Int)
}
