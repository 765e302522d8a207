/// A deterministic, complete automaton over Unicode scalars.
struct ScalarAutomaton: Sendable {
  /// The first scalar of each class of scalars that are not told apart; the first is 0.
  let classStarts: [UInt32]
  /// The next state by state and class; state 0 is the first.
  let table: [Int32]
  let isAccepting: [Bool]

  func state(after state: Int32, class index: Int) -> Int32 { table[Int(state) * classStarts.count + index] }

  func classIndex(of scalar: UInt32) -> Int {
    var low = 0, high = classStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if classStarts[middle] <= scalar { low = middle } else { high = middle }
    }
    return low
  }

  func accepts(_ text: String) -> Bool {
    let last = text.unicodeScalars.reduce(Int32(0)) { state(after: $0, class: classIndex(of: $1.value)) }
    return isAccepting[Int(last)]
  }
}

extension ScalarAutomaton {
  /// Texts of so many scalars.
  init(length: ClosedRange<Int>) {
    let count = length.upperBound + 2
    self.init(
      classStarts: [0], table: (0..<count).map { Int32(min($0 + 1, count - 1)) },
      isAccepting: (0..<count).map { length.contains($0) })
  }

  /// Texts of at least so many scalars.
  init(lengthMin: Int) {
    self.init(
      classStarts: [0], table: (0...lengthMin).map { Int32(min($0 + 1, lengthMin)) },
      isAccepting: (0...lengthMin).map { $0 == lengthMin })
  }

  /// All texts but these.
  init(excluding names: [String]) {
    let starts = Set(names.flatMap { $0.unicodeScalars.flatMap { [$0.value, $0.value + 1] } }).union([0]).sorted()
    var children: [[UInt32: Int32]] = [[:]], isName = [false]
    for name in names {
      var state = 0
      for scalar in name.unicodeScalars {
        if children[state][scalar.value] == nil {
          children[state][scalar.value] = Int32(children.count)
          children.append([:])
          isName.append(false)
        }
        state = Int(children[state][scalar.value]!)
      }
      isName[state] = true
    }
    // What leaves the names never comes back.
    let outside = Int32(children.count)
    let table = children.flatMap { edges in starts.map { edges[$0] ?? outside } } + starts.map { _ in outside }
    self.init(classStarts: starts, table: table, isAccepting: isName.map { !$0 } + [true])
  }
}
