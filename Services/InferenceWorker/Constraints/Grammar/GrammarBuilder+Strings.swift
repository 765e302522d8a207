/// Strings: any text, or the texts of an automaton.
extension GrammarBuilder {
  mutating func string(_ shape: StringShape) throws(ConstraintError) -> Automaton.StateID? {
    let start = try state()
    guard shape.isAnyText else {
      let text = try resolver.text(of: shape)
      guard !text.isEmpty else { return nil }
      try self.text(text, from: start, to: [0: end])
      return start
    }
    if let most = shape.lengthMax, most < shape.lengthMin { return nil }
    try anyText(from: start, to: end, lengthMin: shape.lengthMin, lengthMax: shape.lengthMax)
    return start
  }

  /// A string of any valid text, written in any of JSON's ways (RFC 8259 §7); no half of a surrogate pair.
  mutating func anyText(
    from: Automaton.StateID, to target: Automaton.StateID, lengthMin: Int = 0, lengthMax: Int? = nil
  ) throws(ConstraintError) {
    let isCounted = lengthMin > 0 || lengthMax != nil
    let content = try state {
      $0.room = .max
      if isCounted { ($0.countMin, $0.countMax) = (Int32(lengthMin), lengthMax.map(Int32.init) ?? .max) }
    }
    let count: Automaton.Effect = isCounted ? .count : .none
    edge(from, "\"", content)
    edge(content, "\"", target, isCounted ? .close : .none)
    for plain: ClosedRange<UInt8> in [0x20...0x21, 0x23...0x5b, 0x5d...0x7f] { edge(content, plain, content, count) }
    try encodedScalars(content, count)
    try escapes(content, count)
  }

  /// UTF-8 of more than one byte (Unicode 16.0, table 3-7).
  private mutating func encodedScalars(_ content: Automaton.StateID, _ count: Automaton.Effect) throws(ConstraintError)
  {
    let one = try state(), two = try state(), three = try state()
    edge(one, 0x80...0xbf, content)
    edge(two, 0x80...0xbf, one)
    edge(three, 0x80...0xbf, two)
    edge(content, 0xc2...0xdf, one, count)
    for leads: ClosedRange<UInt8> in [0xe1...0xec, 0xee...0xef] { edge(content, leads, two, count) }
    edge(content, 0xf1...0xf3, three, count)
    let narrow: [(lead: UInt8, next: ClosedRange<UInt8>, then: Automaton.StateID)] = [
      (0xe0, 0xa0...0xbf, one), (0xed, 0x80...0x9f, one), (0xf0, 0x90...0xbf, two), (0xf4, 0x80...0x8f, two),
    ]
    for (lead, next, then) in narrow {
      let second = try state()
      edge(content, lead...lead, second, count)
      edge(second, next, then)
    }
  }

  private mutating func escapes(_ content: Automaton.StateID, _ count: Automaton.Effect) throws(ConstraintError) {
    let escape = try state()
    edge(content, "\\", escape, count)
    for letter in "\"\\/bfnrt".utf8 { edge(escape, letter...letter, content) }
    let unit = try chain(escape, "u".utf8), rest = try state(), two = try state(), one = try state()
    for (from, to) in [(rest, two), (two, one), (one, content)] { hexadecimal(from, 0...15, to) }
    hexadecimal(unit, 0...12, rest)
    hexadecimal(unit, 14...15, rest)
    // D800 to DBFF begin a pair, and DC00 to DFFF end one.
    let surrogate = try state(), high = try state(), higher = try state()
    hexadecimal(unit, 13...13, surrogate)
    hexadecimal(surrogate, 0...7, two)
    hexadecimal(surrogate, 8...11, high)
    hexadecimal(high, 0...15, higher)
    let pair = try state(), low = try state()
    hexadecimal(higher, 0...15, pair)
    hexadecimal(try chain(pair, "\\u".utf8), 13...13, low)
    hexadecimal(low, 12...15, two)
  }

  private mutating func hexadecimal(
    _ from: Automaton.StateID, _ digits: ClosedRange<UInt8>, _ to: Automaton.StateID
  ) {
    for digit in digits {
      let lower = digit < 10 ? 0x30 + digit : 0x57 + digit
      edge(from, lower...lower, to)
      if digit >= 10 { edge(from, lower - 0x20...lower - 0x20, to) }
    }
  }

  // MARK: Texts of an automaton

  /// A string of a text that `text` accepts, in its shortest spelling. Where it goes on depends on the text's label.
  mutating func text(
    _ text: TextAutomaton, from: Automaton.StateID, to targets: [Int32: Automaton.StateID]
  ) throws(ConstraintError) {
    let rooms = text.rooms, ranges = text.classRanges
    var states: [Automaton.StateID] = [], tails: [UTF8Tail: Automaton.StateID] = [:]
    for room in rooms { states.append(try state { $0.room = room }) }
    edge(from, "\"", states[0])
    for (index, state) in states.enumerated() {
      if let target = targets[text.labels[index]] { edge(state, "\"", target) }
      var sets: [Int32: [ClosedRange<UInt32>]] = [:]
      for (number, range) in ranges.enumerated() {
        let next = text.state(after: Int32(index), class: number)
        if next >= 0 { sets[next, default: []].append(range) }
      }
      for (next, ranges) in sets.sorted(by: { $0.key < $1.key }) {
        try raw(ScalarSet(ranges).subtracting(.escaped), from: state, to: states[Int(next)], &tails)
      }
      try shortestEscapes(state) { byte in
        let next = text.state(after: Int32(index), class: text.classIndex(of: UInt32(byte)))
        return next < 0 ? nil : states[Int(next)]
      }
    }
  }

  private mutating func raw(
    _ set: ScalarSet, from: Automaton.StateID, to target: Automaton.StateID,
    _ tails: inout [UTF8Tail: Automaton.StateID]
  ) throws(ConstraintError) {
    for range in set.ranges {
      for bytes in UTF8Ranges.sequences(of: range) {
        edge(from, bytes[0], try tail(Array(bytes.dropFirst()), to: target, &tails))
      }
    }
  }

  /// The state before the last bytes of scalars, shared by all that end alike.
  private mutating func tail(
    _ bytes: [ClosedRange<UInt8>], to target: Automaton.StateID, _ tails: inout [UTF8Tail: Automaton.StateID]
  ) throws(ConstraintError) -> Automaton.StateID {
    guard let first = bytes.first else { return target }
    let key = UTF8Tail(bytes: bytes, target: target)
    if let known = tails[key] { return known }
    let own = try state()
    edge(own, first, try tail(Array(bytes.dropFirst()), to: target, &tails))
    tails[key] = own
    return own
  }

  /// The escapes that JSON asks for.
  private mutating func shortestEscapes(
    _ from: Automaton.StateID, to target: (UInt8) -> Automaton.StateID?
  ) throws(ConstraintError) {
    let letters = CanonicalJSON.shortEscapes
    let escaped = (letters.map(\.byte) + (0..<0x20)).compactMap { byte in target(byte).map { (byte, $0) } }
    guard !escaped.isEmpty else { return }
    let escape = try state()
    edge(from, "\\", escape)
    for (byte, letter) in letters { if let next = target(byte) { edge(escape, letter...letter, next) } }
    let controls = escaped.filter { byte, _ in !letters.contains { $0.byte == byte } }
    guard !controls.isEmpty else { return }
    let unit = try chain(escape, "u00".utf8), digits = [try state(), try state()]
    hexadecimal(unit, 0...0, digits[0])
    hexadecimal(unit, 1...1, digits[1])
    for (byte, next) in controls { hexadecimal(digits[Int(byte >> 4)], byte & 15...byte & 15, next) }
  }
}

/// The last bytes of scalars, and where they lead.
struct UTF8Tail: Hashable {
  let bytes: [ClosedRange<UInt8>]
  let target: Automaton.StateID
}

extension ScalarSet {
  /// What JSON does not write as itself.
  fileprivate static let escaped = ScalarSet([0...0x1f, 0x22...0x22, 0x5c...0x5c])
}
