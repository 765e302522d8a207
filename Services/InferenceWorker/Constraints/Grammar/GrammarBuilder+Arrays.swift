/// `[`, elements with commas between, `]`.
extension GrammarBuilder {
  mutating func array(_ shape: ArrayShape) throws(ConstraintError) -> Automaton.StateID? {
    let most = shape.countMax ?? .max
    guard shape.countMin <= most else { return nil }
    if shape.isUnique, most > 1 { return try uniqueArray(shape) }
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
      edge(after, ",", next, isTight: true)
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
    edge(after, ",", again, .below, isTight: true)
    call(from: again, shape.items, to: after, isCounted: true)
    return start
  }

  // MARK: No two equal

  /// A state for each set of elements that the array has so far: exact where the schema spells out what may stand in it.
  private mutating func uniqueArray(_ shape: ArrayShape) throws(ConstraintError) -> Automaton.StateID? {
    let elements = try spelledElements(shape), most = min(shape.countMax ?? .max, elements.count)
    let start = try state(), open = try state { $0.allowsSpace = true }
    edge(start, "[", open)
    if shape.countMin == 0 { edge(open, "]", end) }
    var places = [0: open], pending = [0]
    while let set = pending.popLast(), set.nonzeroBitCount < most {
      for index in elements.indices where set >> index & 1 == 0 {
        let grown = set | 1 << index, isKnown = places[grown] != nil
        let after = try state {
          $0.allowsSpace = true
        }
        automaton.states[Int(try write(elements[index], from: places[set] ?? open))].skips = [after]
        if grown.nonzeroBitCount >= shape.countMin { edge(after, "]", end) }
        guard grown.nonzeroBitCount < most else { continue }
        let next = if let known = places[grown] { known } else { try state { $0.allowsSpace = true } }
        edge(after, ",", next, isTight: true)
        places[grown] = next
        if !isKnown { pending.append(grown) }
      }
    }
    return start
  }

  private mutating func spelledElements(_ shape: ArrayShape) throws(ConstraintError) -> [JSON] {
    var elements: [JSON] = []
    let refusal = ConstraintError(
      .unsupported, at: shape.place,
      "\"uniqueItems\" can be held of at most \(ConstraintLimits.uniqueElementsMax) values that \"items\" spells out in an "
        + "\"enum\", without \"prefixItems\"")
    guard shape.prefix.isEmpty else { throw refusal }
    for own in try resolver.cases(of: shape.items) {
      for kind in try resolver.shapes(of: own) {
        switch kind {
        case .values(let values): elements += values
        case .null: elements.append(.null)
        case .boolean: elements += [.bool(true), .bool(false)]
        case .number, .string, .array, .object: throw refusal
        }
      }
    }
    elements = elements.indices.filter { !elements[..<$0].contains(elements[$0]) }.map { elements[$0] }
    guard elements.count <= ConstraintLimits.uniqueElementsMax else { throw refusal }
    return elements
  }
}
