/// What a schema spells out, and numbers.
extension GrammarBuilder {
  /// One of some words.
  mutating func literals(_ words: [String]) throws(ConstraintError) -> Automaton.StateID {
    let start = try state()
    for word in words { try insert(Array(word.utf8), at: start) }
    return start
  }

  /// One of some values. Simple ones share their beginnings; within others white space may stand.
  mutating func values(_ values: [JSON]) throws(ConstraintError) -> Automaton.StateID {
    let start = try state()
    for value in values {
      if let bytes = value.simpleBytes {
        try insert(bytes, at: start)
      } else {
        let last = try write(value, from: start)
        automaton.states[Int(last)].isFinal = true
      }
    }
    return start
  }

  private mutating func insert(_ bytes: [UInt8], at start: Automaton.StateID) throws(ConstraintError) {
    var last = start
    for byte in bytes {
      let known = automaton.states[Int(last)].transitions.first { $0.bytes == byte...byte }
      last = if let known { known.target } else { try chain(last, [byte]) }
    }
    automaton.states[Int(last)].isFinal = true
  }

  /// The state after the text of a value, with white space where a value that is spelled out may have some.
  mutating func write(_ value: JSON, from: Automaton.StateID) throws(ConstraintError) -> Automaton.StateID {
    switch value {
    case .array(let elements):
      var last = try chain(from, "[".utf8)
      for (index, element) in elements.enumerated() {
        if index > 0 { last = try chain(last, ",".utf8) }
        allowSpace(last)
        last = try write(element, from: last)
      }
      return try spaced(last, "]")
    case .object(let members):
      var last = try chain(from, "{".utf8)
      for (index, member) in members.enumerated() {
        if index > 0 { last = try chain(last, ",".utf8) }
        allowSpace(last)
        last = try chain(last, CanonicalJSON.bytes(of: member.name) + ":".utf8)
        allowSpace(last)
        last = try write(member.value, from: last)
      }
      return try spaced(last, "}")
    default: return try chain(from, value.simpleBytes ?? [])
    }
  }

  private mutating func allowSpace(_ state: Automaton.StateID) { automaton.states[Int(state)].allowsSpace = true }

  /// White space, then `character`.
  private mutating func spaced(
    _ from: Automaton.StateID, _ character: Unicode.Scalar
  ) throws(ConstraintError) -> Automaton.StateID {
    allowSpace(from)
    return try chain(from, [UInt8(ascii: character)])
  }

  mutating func number(_ shape: NumberShape) throws(ConstraintError) -> Automaton.StateID? {
    let number = try NumberAutomaton(shape, &resolver.work)
    guard !number.isEmpty else { return nil }
    var states: [Automaton.StateID] = []
    for isAccepting in number.isAccepting { states.append(try state { $0.isFinal = isAccepting }) }
    for (index, edges) in number.edges.enumerated() {
      for edge in edges { self.edge(states[index], edge.bytes, states[edge.target]) }
    }
    return states[0]
  }
}

extension JSON {
  /// The text of what is no array and no object.
  fileprivate var simpleBytes: [UInt8]? {
    switch self {
    case .null: Array("null".utf8)
    case .bool(let isTrue): Array((isTrue ? "true" : "false").utf8)
    case .number(let number): Array(number.text.utf8)
    case .string(let text): CanonicalJSON.bytes(of: text)
    case .array, .object: nil
    }
  }
}
