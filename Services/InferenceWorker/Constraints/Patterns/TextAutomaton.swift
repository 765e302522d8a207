/// Several automata over scalars run side by side, without the states from which no text is accepted.
///
/// A state that accepts has a label: which of several kinds of text it is.
struct TextAutomaton: Sendable {
  let classStarts: [UInt32]
  /// The next state by state and class; -1 where nothing that is accepted begins so.
  private(set) var table: [Int32]
  /// -1 where the text so far is not accepted.
  let labels: [Int32]

  var stateCount: Int { labels.count }
  /// No text at all is accepted.
  var isEmpty: Bool { labels.allSatisfy { $0 < 0 } }

  func state(after state: Int32, class index: Int) -> Int32 { table[Int(state) * classStarts.count + index] }

  func classIndex(of scalar: UInt32) -> Int { classStarts.lastIndex { $0 <= scalar } ?? 0 }

  /// The scalars of each class.
  var classRanges: [ClosedRange<UInt32>] {
    zip(classStarts, classStarts.dropFirst() + [ScalarSet.last + 1]).map { $0...$1 - 1 }
  }

  /// - Parameter label: of a text by which of the automata accept it; nil accepts it not.
  /// - Throws: `PatternError` when it takes more than `ConstraintLimits.patternStatesMax` states.
  init(
    _ parts: [ScalarAutomaton], _ work: inout Work, label: ([Bool]) -> Int32?
  ) throws(PatternError) {
    let starts = Set(parts.flatMap(\.classStarts)).union([0]).sorted()
    let classes = parts.map { part in starts.map(part.classIndex) }
    var numbers: [[Int32]: Int32] = [:], states: [[Int32]] = [], table: [Int32] = []
    func number(_ state: [Int32]) -> Int32 {
      if let known = numbers[state] { return known }
      numbers[state] = Int32(states.count)
      states.append(state)
      return Int32(states.count - 1)
    }
    _ = number(parts.map { _ in 0 })
    var done = 0
    while done < states.count {
      guard states.count <= ConstraintLimits.patternStatesMax, work.take(starts.count * (parts.count + 1)) else {
        throw .tooLarge
      }
      let state = states[done]
      done += 1
      for index in starts.indices {
        table.append(number(parts.indices.map { parts[$0].state(after: state[$0], class: classes[$0][index]) }))
      }
    }
    classStarts = starts
    labels = states.map { state in
      label(zip(parts, state).map { $0.isAccepting[Int($1)] }) ?? -1
    }
    self.table = table
    removeDeadEnds()
  }

  private mutating func removeDeadEnds() {
    let width = classStarts.count
    var sources: [[Int]] = Array(repeating: [], count: stateCount)
    for (edge, target) in table.enumerated() { sources[Int(target)].append(edge / width) }
    var isLive = labels.map { $0 >= 0 }
    var pending = isLive.indices.filter { isLive[$0] }
    while let state = pending.popLast() {
      for source in sources[state] where !isLive[source] {
        isLive[source] = true
        pending.append(source)
      }
    }
    for (edge, target) in table.enumerated() where !isLive[Int(target)] || !isLive[edge / width] { table[edge] = -1 }
  }

  /// For each state how many plain scalars may follow whatever they are; `.max` for as many as one likes.
  ///
  /// Plain are those that JSON writes as themselves: all but `"`, `\` and control characters.
  var rooms: [Int32] {
    let width = classStarts.count
    let plain = classRanges.map { range in range.contains { $0 >= 0x20 && $0 != 0x22 && $0 != 0x5c } }
    var rooms = [Int32](repeating: .max, count: stateCount), sources: [[Int]] = Array(repeating: [], count: stateCount)
    var level: [Int] = []
    for state in rooms.indices {
      for index in 0..<width where plain[index] {
        let target = table[state * width + index]
        if target < 0 { rooms[state] = 0 } else { sources[Int(target)].append(state) }
      }
      if rooms[state] == 0 { level.append(state) }
    }
    var room: Int32 = 0
    while !level.isEmpty {
      room += 1
      level = level.flatMap { sources[$0] }.filter { state in
        guard rooms[state] == .max else { return false }
        rooms[state] = room
        return true
      }
    }
    return rooms
  }
}
