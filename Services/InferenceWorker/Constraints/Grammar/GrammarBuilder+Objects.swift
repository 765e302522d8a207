/// `{`, members with commas between, `}`: those that the schema names, in its order, then others.
extension GrammarBuilder {
  mutating func object(_ shape: ObjectShape) throws(ConstraintError) -> Automaton.StateID? {
    let counted = try checkCounts(shape)
    let start = try state(), open = try state { $0.allowsSpace = true }
    edge(start, "{", open)
    let lastRequired = shape.properties.lastIndex(where: \.isRequired) ?? -1
    if lastRequired < 0, counted?.least ?? 0 == 0 { edge(open, "}", end) }
    guard counted?.most != 0 else { return start }
    // Where the name of each property, or one after it, may stand; then where others may.
    var names: [Automaton.StateID] = []
    for _ in 0...shape.properties.count { names.append(try state()) }
    automaton.states[Int(open)].skips = [names[0]]
    for (index, property) in shape.properties.enumerated() {
      let after = try self.after(names[index + 1], mayEnd: index >= lastRequired)
      try member(property, from: names[index], to: after)
      if !property.isRequired { automaton.states[Int(names[index])].skips = [names[index + 1]] }
    }
    guard let others = shape.others else { return start }
    let after = try self.after(names[shape.properties.count], mayEnd: true, counted)
    try self.others(others, besides: shape.properties.map(\.name), at: shape.place, from: names.last ?? open, to: after)
    return start
  }

  /// After a member: the end, or a comma and the next name.
  private mutating func after(
    _ next: Automaton.StateID, mayEnd: Bool, _ counted: (least: Int, most: Int)? = nil
  ) throws(ConstraintError) -> Automaton.StateID {
    let after = try state {
      $0.allowsSpace = true
      if let counted { $0.countMax = Int32(counted.most) }
    }
    let comma = try state {
      $0.allowsSpace = true
      $0.skips = [next]
    }
    edge(after, ",", comma, counted == nil ? .none : .below, isTight: true)
    if mayEnd { edge(after, "}", end, counted == nil ? .none : .close) }
    return after
  }

  private mutating func member(
    _ property: ObjectShape.Property, from: Automaton.StateID, to after: Automaton.StateID
  ) throws(ConstraintError) {
    let named = try chain(from, CanonicalJSON.bytes(of: property.name))
    try value(property.value, from: named, to: after)
  }

  /// `:` and a value.
  private mutating func value(
    _ value: Conjunction, from named: Automaton.StateID, to after: Automaton.StateID, isCounted: Bool = false
  ) throws(ConstraintError) {
    let colon = try state { $0.allowsSpace = true }
    edge(named, ":", colon)
    call(from: colon, value, to: after, isCounted: isCounted)
  }

  /// Members with names that the schema does not spell out.
  private mutating func others(
    _ others: ObjectShape.OtherMembers, besides names: [String], at place: String, from: Automaton.StateID,
    to after: Automaton.StateID
  ) throws(ConstraintError) {
    let isCounted = automaton.states[Int(after)].countMax != .max
    var named: [Int32: Automaton.StateID] = [:]
    for (label, value) in others.values.sorted(by: { $0.key < $1.key }) {
      named[label] = try state()
      try self.value(value, from: named[label] ?? end, to: after, isCounted: isCounted)
    }
    if names.isEmpty, others.patterns.isEmpty, others.names.isEmpty, let only = named[0] {
      return try anyText(from: from, to: only)
    }
    var parts = [ScalarAutomaton(excluding: names)]
    for pattern in others.patterns { parts.append(try resolver.automaton(of: pattern, at: place)) }
    // Which parts must all accept a name, for each of the texts that a schema of names allows.
    var allowed: [[Range<Int>]] = []
    for texts in others.names {
      var ranges: [Range<Int>] = []
      for text in texts {
        let own = try resolver.parts(of: text)
        ranges.append(parts.count..<parts.count + own.count)
        parts += own
      }
      allowed.append(ranges)
    }
    let labels = Set(named.keys), patterns = 1..<others.patterns.count + 1
    let text = try resolver.combined(parts, at: place) { accepted in
      let label = accepted[patterns].enumerated().reduce(Int32(0)) { $0 | ($1.element ? 1 << Int32($1.offset) : 0) }
      let isName = allowed.allSatisfy { texts in texts.contains { !accepted[$0].contains(false) } }
      return accepted[0] && isName && labels.contains(label) ? label : nil
    }
    if !text.isEmpty { try self.text(text, from: from, to: named) }
  }

  /// How many members there may be where all are others; nil where nothing must be counted.
  ///
  /// A name that the schema does not spell out may stand twice, which makes one member, so that more than one cannot be
  /// asked for.
  private func checkCounts(_ shape: ObjectShape) throws(ConstraintError) -> (least: Int, most: Int)? {
    let required = shape.properties.count(where: \.isRequired)
    let hasLeast = shape.countMin > required
    let hasMost = shape.countMax.map { shape.others != nil || $0 < shape.properties.count } ?? false
    guard hasLeast || hasMost else { return nil }
    guard shape.properties.isEmpty else {
      throw ConstraintError(
        .unsupported, at: shape.place, "\"minProperties\" and \"maxProperties\" beside \"properties\" cannot be held")
    }
    guard shape.countMin <= 1 else {
      throw ConstraintError(.unsupported, at: shape.place, "\"minProperties\" over 1 cannot be held")
    }
    return (shape.countMin, shape.countMax ?? Int(Int32.max))
  }
}
