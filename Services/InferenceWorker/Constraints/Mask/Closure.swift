/// The ways that are open after a byte, while they are being followed to where they read on.
struct Closure {
  private let automaton: Automaton
  private var seen: Set<Thread> = []
  private var pending: [Thread] = []
  /// Ways that wait for a byte.
  private(set) var waiting: [Thread] = []
  /// Who calls each automaton here.
  private(set) var calls: [Int: Set<Frames.Frame>] = [:]
  var isComplete = false

  init(_ automaton: Automaton) { self.automaton = automaton }

  /// A way that can still come to an end within the depth that answers may have; others are dropped.
  mutating func add(_ thread: Thread, depth: Int32) {
    let height = automaton.heights[Int(thread.state)]
    guard height != Automaton.unreachable, depth + height <= ConstraintLimits.depthMax, seen.insert(thread).inserted
    else { return }
    pending.append(thread)
  }

  mutating func takeNext() -> Thread? {
    guard let thread = pending.popLast() else { return nil }
    let state = automaton.states[Int(thread.state)]
    if !state.transitions.isEmpty || state.allowsSpace { waiting.append(thread) }
    return thread
  }

  mutating func note(_ call: Automaton.Call, of thread: Thread, depth: Int32) {
    let height = automaton.heights[Int(call.target)]
    guard height != Automaton.unreachable, depth + height <= ConstraintLimits.depthMax else { return }
    let count = call.isCounted ? min(thread.count + 1, automaton.countCeiling(of: call.target)) : thread.count
    calls[call.rule, default: []].insert(.init(state: call.target, count: count, frames: thread.frames))
  }

  /// All that call an automaton at one place of the text are equally deep.
  func depth(of waiting: Set<Frames.Frame>, _ frames: [Frames]) -> Int32 {
    waiting.lazy.map { frames[Int($0.frames)].depth }.max() ?? 0
  }
}
