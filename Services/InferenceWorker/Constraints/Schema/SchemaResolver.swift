/// Multiplies a schema's combinators out, place by place, and finds what its patterns mean.
struct SchemaResolver {
  let document: SchemaDocument
  var work = Work()
  private var casesOfNode: [SchemaNode.ID: [Conjunction]] = [:]
  /// Nodes whose cases are being found.
  private var open: Set<SchemaNode.ID> = []
  private var patterns: [String: ScalarAutomaton] = [:]
  private var texts: [StringShape: TextAutomaton] = [:]
  /// Conjunctions known to hold of nothing; nil while that is being found out.
  var emptiness: [Conjunction: Bool?] = [:]
  /// Calls within each other, each of which takes stack.
  var depth = 0
  static let depthMax = 100

  init(_ document: SchemaDocument) { self.document = document }

  /// The ways in which all of `conjunction` can hold: nodes of which only the own keywords remain to be looked at.
  mutating func cases(of conjunction: Conjunction) throws(ConstraintError) -> [Conjunction] {
    var product = [Conjunction([])]
    for node in conjunction.nodes { product = try multiply(product, try cases(of: node), at: document[node].place) }
    return product
  }

  private mutating func cases(of id: SchemaNode.ID) throws(ConstraintError) -> [Conjunction] {
    if let known = casesOfNode[id] { return known }
    let node = document[id]
    guard open.insert(id).inserted else {
      throw ConstraintError(.unsatisfiable, at: node.place, "it refers to itself with nothing between")
    }
    guard open.count <= Self.depthMax else {
      throw ConstraintError(.tooLarge, at: node.place, "over \(Self.depthMax) references with nothing between")
    }
    var product = [Conjunction([id])]
    for part in node.allOf { product = try multiply(product, try cases(of: part), at: node.place) }
    for (index, list) in node.choices.enumerated() {
      var choices: [[Conjunction]] = []
      for choice in list { choices.append(try cases(of: choice)) }
      if node.exclusive.contains(index) { try checkExclusive(choices, of: id) }
      product = try multiply(product, choices.flatMap { $0 }, at: node.place)
    }
    open.remove(id)
    casesOfNode[id] = product
    return product
  }

  private mutating func multiply(
    _ left: [Conjunction], _ right: [Conjunction], at place: String
  ) throws(ConstraintError) -> [Conjunction] {
    var product: [Conjunction] = [], seen: Set<Conjunction> = []
    guard left.count * right.count <= ConstraintLimits.alternativesMax, work.take(left.count * right.count) else {
      throw ConstraintError(.tooLarge, at: place, "more than \(ConstraintLimits.alternativesMax) alternatives")
    }
    for first in left {
      for second in right where seen.insert(first.and(second)).inserted { product.append(first.and(second)) }
    }
    return product
  }

  /// `oneOf` is held as `anyOf`, which is right only where no value satisfies two of its schemas.
  private mutating func checkExclusive(_ choices: [[Conjunction]], of id: SchemaNode.ID) throws(ConstraintError) {
    for (index, first) in choices.enumerated() {
      for (other, second) in choices.enumerated().dropFirst(index + 1) {
        for pair in try multiply(first, second, at: document[id].place) {
          guard try isEmpty(case: Conjunction([id]).and(pair)) else {
            throw ConstraintError(
              .unsupported, at: document[id].place,
              "\"oneOf\" schemas \(index) and \(other) may both hold: tell them apart by a required \"const\" or use "
                + "\"anyOf\"")
          }
        }
      }
    }
  }

  // MARK: Patterns

  mutating func automaton(of pattern: String, at place: String) throws(ConstraintError) -> ScalarAutomaton {
    if let known = patterns[pattern] { return known }
    do throws(PatternError) {
      let automaton = try ScalarAutomaton(pattern: pattern, &work)
      patterns[pattern] = automaton
      return automaton
    } catch {
      throw ConstraintError(.unsupported, at: place, "\"pattern\": \(error.reason)")
    }
  }

  /// The texts of a string that is not any text.
  mutating func text(of shape: StringShape) throws(ConstraintError) -> TextAutomaton {
    if let known = texts[shape] { return known }
    let text = try combined(try parts(of: shape), at: shape.place) { $0.contains(false) ? nil : 0 }
    texts[shape] = text
    return text
  }

  /// Automata that all accept the texts of a string.
  mutating func parts(of shape: StringShape) throws(ConstraintError) -> [ScalarAutomaton] {
    var parts: [ScalarAutomaton] = []
    for pattern in shape.patterns { parts.append(try automaton(of: pattern, at: shape.place)) }
    let states = ConstraintLimits.patternStatesMax
    guard shape.lengthMin < states, shape.lengthMax ?? 0 < states else {
      throw ConstraintError(.tooLarge, at: shape.place, "a length over \(states) beside a pattern")
    }
    if let most = shape.lengthMax, most >= shape.lengthMin {
      parts.append(ScalarAutomaton(length: shape.lengthMin...most))
    } else {
      // Both, where no text can be as long as it must: nothing is accepted then.
      if let most = shape.lengthMax { parts.append(ScalarAutomaton(length: 0...most)) }
      if shape.lengthMin > 0 { parts.append(ScalarAutomaton(lengthMin: shape.lengthMin)) }
    }
    if !shape.excluded.isEmpty { parts.append(ScalarAutomaton(excluding: shape.excluded)) }
    return parts
  }

  mutating func combined(
    _ parts: [ScalarAutomaton], at place: String, label: ([Bool]) -> Int32?
  ) throws(ConstraintError) -> TextAutomaton {
    do throws(PatternError) {
      return try TextAutomaton(parts, &work, label: label)
    } catch {
      throw ConstraintError(.tooLarge, at: place, "patterns and lengths together: \(error.reason)")
    }
  }
}
