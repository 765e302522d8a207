/// The automaton run on bytes, with all ways that are open at once; what has been found is kept.
///
/// A configuration is the set of ways that are open after some text. Each gets a number and a row of the numbers that
/// follow it by byte, filled in when they are first asked for: a deterministic automaton, made as far as it is needed.
struct Configurations {
  let automaton: Automaton
  /// The configuration from which nothing goes on, and one that has not been found yet.
  static let dead: Int32 = -1, unknown: Int32 = -2

  private(set) var rows: [Int32] = []
  private(set) var isComplete: [Bool] = []
  /// Plain scalars that a string has room for, whatever they are.
  private(set) var rooms: [Int32] = []
  private var threads: [[Thread]] = []
  private var numbers: [Key: Int32] = [:]
  private var frames: [Frames] = []
  private var numbersOfFrames: [Frames: Int32] = [:]
  private(set) var first: Int32 = 0

  private struct Key: Hashable {
    let threads: [Thread]
    let isComplete: Bool
  }

  init(_ automaton: Automaton) {
    self.automaton = automaton
    let outermost = number(of: Frames(waiting: [], depth: 0))
    var closure = Closure(automaton)
    closure.add(Thread(state: automaton.start, count: 0, spaces: 0, frames: outermost), depth: 0)
    first = finish(&closure)
  }

  var count: Int { threads.count }

  /// Whether nothing can follow.
  func isAtEnd(_ configuration: Int32) -> Bool { threads[Int(configuration)].isEmpty }

  /// The configuration after another byte, or `dead`.
  mutating func next(_ configuration: Int32, _ byte: UInt8) -> Int32 {
    let cell = Int(configuration) << 8 | Int(byte)
    if rows[cell] == Self.unknown { rows[cell] = find(configuration, byte) }
    return rows[cell]
  }

  private mutating func find(_ configuration: Int32, _ byte: UInt8) -> Int32 {
    var closure = Closure(automaton)
    for thread in threads[Int(configuration)] {
      let state = automaton.states[Int(thread.state)], depth = frames[Int(thread.frames)].depth
      if byte.isSpace, automaton.allowsSpace(thread) {
        closure.add(
          Thread(state: thread.state, count: thread.count, spaces: thread.spaces + 1, frames: thread.frames),
          depth: depth)
      }
      for edge in state.transitions where edge.bytes.contains(byte) && (thread.spaces == 0 || !edge.isTight) {
        guard let count = automaton.count(thread.count, after: edge, from: thread.state) else { continue }
        closure.add(Thread(state: edge.target, count: count, spaces: 0, frames: thread.frames), depth: depth)
      }
    }
    return finish(&closure)
  }

  /// Follows skips, ends and calls, and gives what comes of it a number.
  private mutating func finish(_ closure: inout Closure) -> Int32 {
    while let thread = closure.takeNext() {
      let state = automaton.states[Int(thread.state)], own = frames[Int(thread.frames)]
      if state.isFinal {
        if own.waiting.isEmpty { closure.isComplete = true }
        for frame in own.waiting {
          closure.add(
            Thread(state: frame.state, count: frame.count, spaces: 0, frames: frame.frames),
            depth: frames[Int(frame.frames)].depth)
        }
      }
      for target in state.skips {
        closure.add(Thread(state: target, count: thread.count, spaces: 0, frames: thread.frames), depth: own.depth)
      }
      for call in state.calls { closure.note(call, of: thread, depth: own.depth) }
    }
    enterCalls(&closure)
    guard !closure.waiting.isEmpty || closure.isComplete else { return Self.dead }
    return number(of: Key(threads: closure.waiting.sorted(), isComplete: closure.isComplete))
  }

  /// No automaton calls another before it has read something, so that its start needs no closure but skips.
  private mutating func enterCalls(_ closure: inout Closure) {
    for (rule, waiting) in closure.calls.sorted(by: { $0.key < $1.key }) {
      let depth = closure.depth(of: waiting, frames) + 1
      let own = number(of: Frames(waiting: waiting.sorted(), depth: depth))
      for start in automaton.rules[rule] {
        closure.add(Thread(state: start, count: 0, spaces: 0, frames: own), depth: depth)
      }
    }
    while closure.takeNext() != nil {}
  }

  private mutating func number(of own: Frames) -> Int32 {
    if let known = numbersOfFrames[own] { return known }
    numbersOfFrames[own] = Int32(frames.count)
    frames.append(own)
    return Int32(frames.count - 1)
  }

  private mutating func number(of key: Key) -> Int32 {
    if let known = numbers[key] { return known }
    numbers[key] = Int32(threads.count)
    threads.append(key.threads)
    isComplete.append(key.isComplete)
    rooms.append(key.threads.map { automaton.room(of: $0) }.max() ?? 0)
    appendRow(key.threads)
    return Int32(threads.count - 1)
  }

  /// Bytes that no way reads lead nowhere, without anything to find out.
  private mutating func appendRow(_ threads: [Thread]) {
    let begin = rows.count
    rows.append(contentsOf: repeatElement(Self.dead, count: 256))
    for thread in threads {
      let state = automaton.states[Int(thread.state)]
      for edge in state.transitions { for byte in edge.bytes { rows[begin + Int(byte)] = Self.unknown } }
      if state.allowsSpace { for byte in UInt8.spaces { rows[begin + Int(byte)] = Self.unknown } }
    }
  }
}

extension Automaton {
  /// The count after a transition; nil where the count forbids it.
  fileprivate func count(_ count: Int32, after edge: Transition, from state: StateID) -> Int32? {
    let own = states[Int(state)]
    switch edge.effect {
    case .none: return count
    case .count: return count < own.countMax ? min(count + 1, countCeiling(of: state)) : nil
    case .below: return count < own.countMax ? count : nil
    case .close: return count >= own.countMin ? 0 : nil
    }
  }

  /// Whether white space may stand where a thread is, and something that may follow it.
  fileprivate func allowsSpace(_ thread: Thread) -> Bool {
    let state = states[Int(thread.state)]
    guard state.allowsSpace, thread.spaces < ConstraintLimits.whitespaceMax else { return false }
    return !state.calls.isEmpty || !state.skips.isEmpty
      || state.transitions.contains { !$0.isTight && count(thread.count, after: $0, from: thread.state) != nil }
  }

  fileprivate func room(of thread: Thread) -> Int32 {
    let state = states[Int(thread.state)]
    return state.countMax == .max ? state.room : min(state.room, state.countMax - thread.count)
  }
}

extension UInt8 {
  static let spaces: [UInt8] = [0x09, 0x0a, 0x0d, 0x20]
  var isSpace: Bool { self == 0x20 || self == 0x0a || self == 0x09 || self == 0x0d }
}
