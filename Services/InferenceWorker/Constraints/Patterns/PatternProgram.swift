/// A pattern as a nondeterministic automaton (Thompson 1968).
struct PatternProgram: Sendable {
  enum Step: Hashable, Sendable {
    case set(ScalarSet, next: Int)
    case split([Int])
    /// Passed at the beginning, and at the end of the text only.
    case start(next: Int)
    case end(next: Int)
    case match
  }

  private(set) var steps: [Step] = [.match]
  private(set) var first = 0

  /// - Throws: `PatternError` when counts multiply to more than `ConstraintLimits.patternStatesMax` steps.
  init(_ node: PatternNode) throws(PatternError) {
    first = try add(node, before: 0)
  }

  private mutating func append(_ step: Step) throws(PatternError) -> Int {
    guard steps.count < ConstraintLimits.patternStatesMax else { throw .tooLarge }
    steps.append(step)
    return steps.count - 1
  }

  /// Adds `node` so that `next` follows it; where it begins.
  private mutating func add(_ node: PatternNode, before next: Int) throws(PatternError) -> Int {
    switch node {
    case .set(let set): return try append(.set(set, next: next))
    case .start: return try append(.start(next: next))
    case .end: return try append(.end(next: next))
    case .sequence(let nodes):
      var next = next
      for node in nodes.reversed() { next = try add(node, before: next) }
      return next
    case .choice(let nodes):
      var branches: [Int] = []
      for node in nodes { branches.append(try add(node, before: next)) }
      return try append(.split(branches))
    case .repeated(let node, let least, let most): return try addRepeated(node, least, most, before: next)
    }
  }

  private mutating func addRepeated(
    _ node: PatternNode, _ least: Int, _ most: Int?, before next: Int
  ) throws(PatternError) -> Int {
    guard max(least, most ?? 0) <= ConstraintLimits.patternStatesMax else { throw .tooLarge }
    var begin = next
    if let most {
      for _ in least..<most {
        let once = try add(node, before: begin)
        begin = try append(.split([once, next]))
      }
    } else {
      let loop = try append(.split([]))
      steps[loop] = .split([try add(node, before: loop), next])
      begin = loop
    }
    for _ in 0..<least { begin = try add(node, before: begin) }
    return begin
  }
}

extension PatternError {
  static var tooLarge: PatternError {
    PatternError("it takes more than \(ConstraintLimits.patternStatesMax) states")
  }
}
