/// Where every unfinished match stands after some text: the automaton's states, grouped by the place at which their
/// match started, oldest first. The places themselves are registers of the stream, so that equal configurations of
/// different texts are one state of the transition cache (a tagged automaton).
///
/// A state that several starts have reached is kept for the oldest alone: what matters is which text is covered, and
/// the oldest start covers most.
///
/// Source: Ville Laurikari, "NFAs with Tagged Transitions", SPIRE 2000.
struct Configuration: Hashable, Sendable {
  var previous: Neighbour
  var states: [Automaton.StateID] = []
  /// For each group the index in `states` after its last one.
  var groupEnds: [Int32] = []

  /// Before the first byte of a text.
  static let start = Configuration(previous: .edge)

  var groupCount: Int { groupEnds.count }

  func group(_ index: Int) -> ArraySlice<Automaton.StateID> {
    states[(index == 0 ? 0 : Int(groupEnds[index - 1]))..<Int(groupEnds[index])]
  }

  /// The oldest group that has a state for which `condition` is true.
  func firstGroup(where condition: (Automaton.StateID) -> Bool) -> Int? {
    guard let index = states.firstIndex(where: condition) else { return nil }
    return groupEnds.firstIndex { index < $0 }
  }
}

/// A rule's match that ends at a known place and starts where its group started.
struct Hit: Hashable, Sendable {
  let rule: Int
  /// A group of the configuration before the step; its group count stands for a match that started with the step.
  let group: Int
}

/// What one byte does to a configuration.
struct Step: Hashable, Sendable {
  var target: Configuration
  /// For each group of the target the group it came from.
  var sources: [Int] = []
  /// Matches that end before the byte, known only by the byte.
  var endingBefore: [Hit] = []
  /// Matches that end with the byte.
  var endingWith: [Hit] = []
}
