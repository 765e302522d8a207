/// Writes a schema down as an automaton over bytes.
struct GrammarBuilder {
  var automaton = Automaton()
  var resolver: SchemaResolver
  /// What every automaton of a value may end in.
  let end: Automaton.StateID
  private var rules: [Conjunction: Int] = [:]
  private var pending: [Conjunction] = []
  private var numbers: [NumberShape: Automaton.StateID] = [:]
  private var strings: [StringShape: Automaton.StateID] = [:]

  /// - Parameter isToken: for each byte whether the model has a token for it alone.
  /// - Throws: `ConstraintError` for what cannot be held, and for what nothing satisfies.
  static func automaton(for schema: String, isToken: [Bool]) throws(ConstraintError) -> Automaton {
    var builder = GrammarBuilder(try SchemaDocument(schema))
    try builder.build()
    builder.automaton.settleHeights(isToken: isToken)
    let needed = builder.automaton.heights[Int(builder.automaton.start)]
    guard needed != Automaton.unreachable else {
      throw ConstraintError(.unsatisfiable, "nothing satisfies it")
    }
    guard needed <= ConstraintLimits.depthMax else {
      throw ConstraintError(.tooLarge, "its values nest deeper than \(ConstraintLimits.depthMax)")
    }
    return builder.automaton
  }

  private init(_ document: SchemaDocument) {
    resolver = SchemaResolver(document)
    automaton.states = [Automaton.State(isFinal: true)]
    end = 0
  }

  private mutating func build() throws(ConstraintError) {
    automaton.start = try state { $0.allowsSpace = true }
    call(from: automaton.start, Conjunction([SchemaDocument.root]), to: end)
    var done = 0
    while done < pending.count {
      automaton.rules[done] = try starts(of: pending[done])
      done += 1
    }
  }

  private mutating func starts(of conjunction: Conjunction) throws(ConstraintError) -> [Automaton.StateID] {
    var starts: [Automaton.StateID] = []
    for own in try resolver.cases(of: conjunction) {
      for shape in try resolver.shapes(of: own) {
        if let start = try start(of: shape), !starts.contains(start) { starts.append(start) }
      }
    }
    return starts
  }

  /// nil where nothing is of that shape.
  private mutating func start(of shape: Shape) throws(ConstraintError) -> Automaton.StateID? {
    switch shape {
    case .null: return try literals(["null"])
    case .boolean: return try literals(["true", "false"])
    case .values(let values): return try self.values(values)
    case .number(let shape):
      if let known = numbers[shape] { return known }
      numbers[shape] = try number(shape)
      return numbers[shape]
    case .string(let shape):
      if let known = strings[shape] { return known }
      strings[shape] = try string(shape)
      return strings[shape]
    case .array(let shape): return try array(shape)
    case .object(let shape): return try object(shape)
    }
  }

  // MARK: States

  mutating func state(_ change: (inout Automaton.State) -> Void = { _ in }) throws(ConstraintError) -> Automaton.StateID
  {
    guard automaton.states.count < ConstraintLimits.statesMax, resolver.work.take(1) else {
      throw ConstraintError(.tooLarge, "its grammar takes more than \(ConstraintLimits.statesMax) states")
    }
    var state = Automaton.State()
    change(&state)
    automaton.states.append(state)
    return Automaton.StateID(automaton.states.count - 1)
  }

  mutating func edge(
    _ from: Automaton.StateID, _ bytes: ClosedRange<UInt8>, _ to: Automaton.StateID,
    _ effect: Automaton.Effect = .none, isTight: Bool = false
  ) {
    automaton.states[Int(from)].transitions.append(
      .init(bytes: bytes, target: to, effect: effect, isTight: isTight))
  }

  mutating func edge(
    _ from: Automaton.StateID, _ character: Unicode.Scalar, _ to: Automaton.StateID,
    _ effect: Automaton.Effect = .none, isTight: Bool = false
  ) {
    let byte = UInt8(ascii: character)
    edge(from, byte...byte, to, effect, isTight: isTight)
  }

  /// The state after `bytes`, each of which gets a state of its own.
  mutating func chain(_ from: Automaton.StateID, _ bytes: some Sequence<UInt8>) throws(ConstraintError)
    -> Automaton.StateID
  {
    var last = from
    for byte in bytes {
      let next = try state()
      edge(last, byte...byte, next)
      last = next
    }
    return last
  }

  /// A value of `conjunction`, wherever else it may stand.
  mutating func call(
    from: Automaton.StateID, _ conjunction: Conjunction, to target: Automaton.StateID, isCounted: Bool = false
  ) {
    let rule = rules[conjunction] ?? pending.count
    if rule == pending.count {
      rules[conjunction] = rule
      pending.append(conjunction)
      automaton.rules.append([])
    }
    automaton.states[Int(from)].calls.append(.init(rule: rule, target: target, isCounted: isCounted))
  }
}
