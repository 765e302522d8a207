internal import Dispatch
internal import Synchronization

/// A request on its way to the engine's thread.
struct Submission: Sendable {
  let id: UInt64
  let request: GenerationRequest
  let continuation: AsyncStream<GeneratedToken>.Continuation
}

/// What callers on any thread tell the engine's thread, and what it tells them of its load.
final class Mailbox: Sendable {
  enum Message: Sendable {
    case submit(Submission)
    case cancel(UInt64)
  }

  private struct State {
    var messages: [Message] = []
    /// Sequences accepted and not yet ended.
    var open = 0
    var running = 0
    var isStopping = false
  }

  private let sequencesMax: Int
  private let state = Mutex(State())
  private let wake = DispatchSemaphore(value: 0)
  private let ended = DispatchSemaphore(value: 0)

  init(sequencesMax: Int) { self.sequencesMax = sequencesMax }

  // MARK: Callers

  func submit(_ submission: Submission) throws(SchedulingError) {
    try state.withLock { (state) throws(SchedulingError) in
      guard !state.isStopping else { throw .stopped }
      guard state.open + submission.request.choices <= sequencesMax else {
        throw .queueFull(sequencesMax: sequencesMax)
      }
      state.open += submission.request.choices
      state.messages.append(.submit(submission))
    }
    wake.signal()
  }

  func cancel(_ id: UInt64) {
    state.withLock { $0.messages.append(.cancel(id)) }
    wake.signal()
  }

  func stop() {
    state.withLock { $0.isStopping = true }
    wake.signal()
  }

  func waitUntilStopped() {
    ended.wait()
    ended.signal()  // for the next one who waits
  }

  func isFull(choices: Int) -> Bool { state.withLock { $0.open + choices > sequencesMax } }

  func load(slots: Int) -> EngineLoad {
    state.withLock { EngineLoad(running: $0.running, waiting: max(0, $0.open - $0.running), slots: slots) }
  }

  // MARK: The engine's thread

  /// The messages since the last call; sleeps for one when `isIdle`. nil when the engine is to end.
  func take(isIdle: Bool) -> [Message]? {
    while true {
      let taken: [Message]? = state.withLock { state in
        // What has not been taken is for `finish`.
        if state.isStopping { return nil }
        defer { state.messages.removeAll() }
        return state.messages
      }
      guard let messages = taken else { return nil }
      if !isIdle || !messages.isEmpty { return messages }
      wake.wait()
    }
  }

  func report(running: Int) { state.withLock { $0.running = running } }

  /// `count` sequences need no slot and no place in line any more.
  func ended(_ count: Int) { state.withLock { $0.open -= count } }

  /// The streams that nobody will serve any more, once; then `waitUntilStopped` returns.
  func finish() -> [Submission] {
    let messages = state.withLock { state in
      defer { state.messages.removeAll() }
      return state.messages
    }
    ended.signal()
    return messages.compactMap { if case .submit(let submission) = $0 { submission } else { nil } }
  }
}
