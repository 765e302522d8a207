extension ScalarAutomaton {
  /// The texts in which a pattern is found somewhere, which is what JSON schema means by matching.
  ///
  /// - Throws: `PatternError` for what is not taken, and for patterns whose automaton is too large.
  init(pattern: String, _ work: inout Work) throws(PatternError) {
    try self.init(PatternProgram(try PatternReader.read(pattern)), &work)
  }

  /// The subset construction (Rabin, Scott 1959).
  init(_ program: PatternProgram, _ work: inout Work) throws(PatternError) {
    var builder = Builder(program)
    while builder.done < builder.sets.count {
      guard builder.sets.count <= ConstraintLimits.patternStatesMax, work.take(builder.cost) else { throw .tooLarge }
      builder.expandNext()
    }
    self.init(classStarts: builder.classStarts, table: builder.table, isAccepting: builder.isAccepting)
  }

  private struct Builder {
    let program: PatternProgram
    let classStarts: [UInt32]
    private(set) var sets: [[Int]] = []
    private(set) var isAccepting: [Bool] = []
    private(set) var table: [Int32] = []
    private(set) var done = 0
    private var numbers: [[Int]: Int32] = [:]
    /// For each step the classes that it takes.
    private let taken: [[Bool]]

    init(_ program: PatternProgram) {
      self.program = program
      var starts: Set<UInt32> = [0]
      for case .set(let set, _) in program.steps {
        for range in set.ranges { starts.formUnion([range.lowerBound, range.upperBound + 1]) }
      }
      starts.remove(ScalarSet.last + 1)
      let classStarts = starts.sorted()
      self.classStarts = classStarts
      taken = program.steps.map { step in
        guard case .set(let set, _) = step else { return [] }
        return classStarts.map(set.contains)
      }
      // The first state is for the beginning of the text alone, although another may hold the same steps.
      append(closure([program.first], atStart: true))
    }

    /// Steps of the next expansion.
    var cost: Int { (sets[done].count + 1) * classStarts.count }

    mutating func expandNext() {
      let set = sets[done]
      done += 1
      for index in classStarts.indices {
        // Found once, found for good; else it may begin again at each scalar.
        var next = set.contains(0) ? [0] : [program.first]
        for step in set {
          if case .set(_, let following) = program.steps[step], taken[step][index] { next.append(following) }
        }
        table.append(number(of: closure(next, atStart: false)))
      }
    }

    private mutating func number(of set: [Int]) -> Int32 {
      if let known = numbers[set] { return known }
      numbers[set] = Int32(sets.count)
      append(set)
      return Int32(sets.count - 1)
    }

    private mutating func append(_ set: [Int]) {
      isAccepting.append(closure(set, atStart: sets.isEmpty, atEnd: true).contains(0))
      sets.append(set)
    }

    /// Where the automaton may be without reading on. Ends stay in the set until the text has ended.
    private func closure(_ first: [Int], atStart: Bool, atEnd: Bool = false) -> [Int] {
      var seen = Set(first), pending = first
      while let step = pending.popLast() {
        let following: [Int] =
          switch program.steps[step] {
          case .split(let branches): branches
          case .start(let next) where atStart: [next]
          case .end(let next) where atEnd: [next]
          default: []
          }
        pending += following.filter { seen.insert($0).inserted }
      }
      // Only steps that wait for something tell sets apart.
      return seen.filter { step in
        switch program.steps[step] {
        case .split, .start: false
        case .end: !atEnd
        default: true
        }
      }.sorted()
    }
  }
}
