/// A pattern compiled to instructions for ``Pattern``'s backtracking matcher.
struct PatternProgram: Sendable, Equatable {
  enum Instruction: Sendable, Equatable {
    /// One scalar of the set.
    case set(Int)
    /// A greedy run of scalars of one set; gives back one scalar at a time.
    case run(set: Int, min: Int, max: Int)
    /// A greedy run that gives nothing back.
    case possessiveRun(set: Int, min: Int, max: Int)
    /// Try `first`; when what follows fails, `second`.
    case split(first: Int, second: Int)
    case jump(Int)
    /// The instructions up to `end` are matched ahead, without moving.
    case lookahead(end: Int, isNegated: Bool)
    case endOfLine
    case accept
  }

  /// Instructions of one program, so that nested counts cannot multiply without bound.
  static let instructionCountMax = 20_000

  private(set) var instructions: [Instruction] = []
  private(set) var sets: [ScalarSet] = []

  init(_ node: PatternNode) throws(TokenizerError) {
    try emit(node)
    instructions.append(.accept)
  }

  private mutating func append(_ instruction: Instruction) throws(TokenizerError) {
    guard instructions.count < Self.instructionCountMax else {
      throw .limit("pattern of more than \(Self.instructionCountMax) instructions")
    }
    instructions.append(instruction)
  }

  private mutating func index(of set: ScalarSet) -> Int {
    if let index = sets.firstIndex(of: set) { return index }
    sets.append(set)
    return sets.count - 1
  }

  private mutating func emit(_ node: PatternNode) throws(TokenizerError) {
    switch node {
    case .set(let set): try append(.set(index(of: set)))
    case .sequence(let nodes): for node in nodes { try emit(node) }
    case .alternation(let branches): try emitAlternation(branches[...])
    case .repeated(.set(let set), let min, let max, .greedy): try append(.run(set: index(of: set), min: min, max: max))
    case .repeated(.set(let set), let min, let max, .possessive):
      try append(.possessiveRun(set: index(of: set), min: min, max: max))
    case .repeated(_, _, _, .possessive): throw .unsupported(component: "pattern with a possessive group")
    case .repeated(let node, let min, let max, let greed): try emitRepeated(node, min, max, isLazy: greed == .lazy)
    case .lookahead(let node, let isNegated): try emitLookahead(node, isNegated)
    case .endOfLine: try append(.endOfLine)
    }
  }

  private mutating func emitAlternation(_ branches: ArraySlice<PatternNode>) throws(TokenizerError) {
    var jumps: [Int] = []
    for branch in branches.dropLast() {
      let split = instructions.count
      try append(.split(first: split + 1, second: 0))
      try emit(branch)
      jumps.append(instructions.count)
      try append(.jump(0))
      instructions[split] = .split(first: split + 1, second: instructions.count)
    }
    if let last = branches.last { try emit(last) }
    for jump in jumps { instructions[jump] = .jump(instructions.count) }
  }

  private mutating func emitRepeated(
    _ node: PatternNode, _ min: Int, _ max: Int, isLazy: Bool
  ) throws(TokenizerError) {
    for _ in 0..<min { try emit(node) }
    if max == .max { return try emitLoop(node, isLazy) }
    var splits: [Int] = []
    for _ in min..<max {
      splits.append(instructions.count)
      try append(.jump(0))
      try emit(node)
    }
    for split in splits { instructions[split] = choice(split + 1, instructions.count, isLazy) }
  }

  private mutating func emitLoop(_ node: PatternNode, _ isLazy: Bool) throws(TokenizerError) {
    let split = instructions.count
    try append(.jump(0))
    try emit(node)
    try append(.jump(split))
    instructions[split] = choice(split + 1, instructions.count, isLazy)
  }

  private func choice(_ again: Int, _ done: Int, _ isLazy: Bool) -> Instruction {
    isLazy ? .split(first: done, second: again) : .split(first: again, second: done)
  }

  private mutating func emitLookahead(_ node: PatternNode, _ isNegated: Bool) throws(TokenizerError) {
    let start = instructions.count
    try append(.lookahead(end: 0, isNegated: isNegated))
    try emit(node)
    try append(.accept)
    instructions[start] = .lookahead(end: instructions.count, isNegated: isNegated)
  }
}
