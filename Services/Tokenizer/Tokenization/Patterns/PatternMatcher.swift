/// A compiled ``Pattern``.
struct PatternMatcher: Sendable, Equatable {
  /// Steps per byte of text before a match is given up: published patterns take under 20, so only a pattern that
  /// backtracks without end passes it.
  static let stepsPerByteMax = 2_000

  private let program: PatternProgram
  private let firstSets: [ScalarSet]
  private let isNullable: Bool

  /// Compiles `pattern`.
  ///
  /// - Throws: ``TokenizerError/unsupported(component:)`` naming syntax that is not implemented.
  init(_ pattern: String) throws(TokenizerError) {
    let node = try PatternParser.parse(pattern)
    program = try PatternProgram(node)
    firstSets = node.firstSets
    isNullable = node.isNullable
  }

  /// State of one search, reused over its matches.
  struct Workspace {
    fileprivate struct Choice {
      var instruction: Int
      var position: Int
      /// For a run: how far it may give back. Otherwise the position itself.
      var low: Int
    }
    fileprivate var choices: [Choice] = []
    fileprivate var steps = 0

    init(byteCount: Int) { steps = (byteCount + 16) * PatternMatcher.stepsPerByteMax }
  }

  /// The first match that starts at or after `start` inside `text[..<end]`; nil if there is none. Empty matches are
  /// passed over, since they split nothing.
  func firstMatch(
    in text: Span<UInt8>, from start: Int, to end: Int, _ workspace: inout Workspace
  ) throws(TokenizerError) -> Range<Int>? {
    var position = start
    while position < end {
      let (scalar, length) = text.scalar(at: position)
      if isNullable || firstSets.contains(where: { $0.contains(scalar) }) {
        let matched = try matchEnd(in: text, at: position, to: end, &workspace)
        if let matched, matched > position { return position..<matched }
        if let next = endOfLeadingRun(in: text, at: position, to: end) {
          position = next
          continue
        }
      }
      position += length
    }
    return nil
  }

  /// Where a match at `start` ends; nil if none starts there.
  func matchEnd(
    in text: Span<UInt8>, at start: Int, to end: Int, _ workspace: inout Workspace
  ) throws(TokenizerError) -> Int? {
    try run(text, from: 0, at: start, to: end, &workspace)
  }

  /// Where a search may go on after a failed try at `start` of a pattern that begins with a run such as `\s+`: every
  /// later start inside the run would reach a part of the same ends and fail as well. Without this, `\s+$` is quadratic.
  private func endOfLeadingRun(in text: Span<UInt8>, at start: Int, to end: Int) -> Int? {
    guard case .run(let set, let min, .max) = program.instructions[0], min <= 1 else { return nil }
    var position = start
    let last = take(program.sets[set], .max, text, &position, end)
    return last > 0 ? position : nil
  }

  private func run(
    _ text: Span<UInt8>, from first: Int, at start: Int, to end: Int, _ workspace: inout Workspace
  ) throws(TokenizerError) -> Int? {
    let base = workspace.choices.count
    var instruction = first
    var position = start
    while true {
      workspace.steps -= 1
      if workspace.steps < 0 { throw .limit("pattern took more than \(Self.stepsPerByteMax) steps per byte") }
      var holds = true
      switch program.instructions[instruction] {
      case .set(let set):
        holds = takeOne(program.sets[set], text, &position, end)
        instruction += 1
      case .run(let set, let min, let max):
        holds = takeRun(set, min, max, text, &position, end, resume: instruction + 1, &workspace)
        instruction += 1
      case .possessiveRun(let set, let min, let max):
        holds = take(program.sets[set], max, text, &position, end) >= min
        instruction += 1
      case .split(let first, let second):
        workspace.choices.append(.init(instruction: second, position: position, low: position))
        instruction = first
      case .jump(let target): instruction = target
      case .lookahead(let next, let isNegated):
        let isAhead = try run(text, from: instruction + 1, at: position, to: end, &workspace) != nil
        holds = isAhead != isNegated
        instruction = next
      case .endOfLine:
        holds = position == end || text[position] == 0x0a
        instruction += 1
      case .accept:
        workspace.choices.removeLast(workspace.choices.count - base)
        return position
      }
      if !holds {
        guard workspace.choices.count > base else { return nil }
        (instruction, position) = backtrack(text, &workspace)
      }
    }
  }

  private func backtrack(_ text: Span<UInt8>, _ workspace: inout Workspace) -> (Int, Int) {
    let last = workspace.choices.count - 1
    let choice = workspace.choices[last]
    guard choice.position > choice.low else {
      workspace.choices.removeLast()
      return (choice.instruction, choice.position)
    }
    let position = text.startOfScalar(before: choice.position)
    if position > choice.low { workspace.choices[last].position = position } else { workspace.choices.removeLast() }
    return (choice.instruction, position)
  }

  @inline(__always)
  private func takeOne(_ set: ScalarSet, _ text: Span<UInt8>, _ position: inout Int, _ end: Int) -> Bool {
    guard position < end else { return false }
    let (scalar, length) = text.scalar(at: position)
    guard set.contains(scalar) else { return false }
    position += length
    return true
  }

  private func takeRun(
    _ set: Int, _ min: Int, _ max: Int, _ text: Span<UInt8>, _ position: inout Int, _ end: Int, resume: Int,
    _ workspace: inout Workspace
  ) -> Bool {
    let set = program.sets[set]
    guard take(set, min, text, &position, end) == min else { return false }
    let low = position
    _ = take(set, max - min, text, &position, end)
    if position > low { workspace.choices.append(.init(instruction: resume, position: position, low: low)) }
    return true
  }

  /// Takes up to `count` scalars of `set`; how many it took.
  private func take(_ set: ScalarSet, _ count: Int, _ text: Span<UInt8>, _ position: inout Int, _ end: Int) -> Int {
    var taken = 0
    while taken < count, takeOne(set, text, &position, end) { taken += 1 }
    return taken
  }
}
