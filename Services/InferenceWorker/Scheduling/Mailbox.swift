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
    case lighten
  }

  private struct State {
    var messages: [Message] = []
    /// Sequences accepted and not yet ended, in all and of each tenant.
    var open = 0
    var openOfTenant: [[UInt8]: Int] = [:]
    var counters = SchedulerCounters()
    var running = 0
    var reported: EngineLoad?
    var isStopping = false

    func load(slots: Int) -> EngineLoad {
      EngineLoad(running: running, waiting: max(0, open - running), slots: slots)
    }
  }

  private let sequencesMax: Int
  /// Of one tenant: the rest stays open to others.
  private let tenantSequencesMax: Int
  private let slots: Int
  /// Each change of the load; a slow reader sees the newest only.
  let loads: AsyncStream<EngineLoad>
  private let loadChanged: AsyncStream<EngineLoad>.Continuation
  private let state = Mutex(State())
  private let wake = DispatchSemaphore(value: 0)
  private let ended = DispatchSemaphore(value: 0)

  init(sequencesMax: Int, tenantSequencesMax: Int, slots: Int) {
    self.sequencesMax = sequencesMax
    self.tenantSequencesMax = tenantSequencesMax
    self.slots = slots
    (loads, loadChanged) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  // MARK: Callers

  func submit(_ submission: Submission) throws(SchedulingError) {
    try state.withLock { (state) throws(SchedulingError) in
      guard !state.isStopping else { throw .stopped }
      let (tenant, choices) = (submission.request.tenant, submission.request.choices)
      guard state.open + choices <= sequencesMax else { throw .queueFull(sequencesMax: sequencesMax) }
      guard state.openOfTenant[tenant, default: 0] + choices <= tenantSequencesMax else {
        throw .tenantQueueFull(sequencesMax: tenantSequencesMax)
      }
      state.open += choices
      state.openOfTenant[tenant, default: 0] += choices
      state.messages.append(.submit(submission))
    }
    wake.signal()
  }

  func cancel(_ id: UInt64) {
    state.withLock { $0.messages.append(.cancel(id)) }
    wake.signal()
  }

  func lighten() {
    state.withLock { $0.messages.append(.lighten) }
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

  func isFull(choices: Int, tenant: [UInt8]) -> Bool {
    state.withLock {
      $0.open + choices > sequencesMax || $0.openOfTenant[tenant, default: 0] + choices > tenantSequencesMax
    }
  }

  var counters: SchedulerCounters { state.withLock { $0.counters } }

  var load: EngineLoad { state.withLock { $0.load(slots: slots) } }

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

  func report(running: Int, _ counters: SchedulerCounters) {
    let changed: EngineLoad? = state.withLock { state in
      state.counters = counters
      state.running = running
      let load = state.load(slots: slots)
      defer { state.reported = load }
      return load == state.reported ? nil : load
    }
    if let changed { loadChanged.yield(changed) }
  }

  /// `count` sequences of a tenant need no slot and no place in line any more.
  func ended(_ count: Int, of tenant: [UInt8]) {
    state.withLock { state in
      state.open -= count
      let left = state.openOfTenant[tenant, default: 0] - count
      state.openOfTenant[tenant] = left > 0 ? left : nil
    }
  }

  /// The streams that nobody will serve any more, once; then `waitUntilStopped` returns.
  func finish() -> [Submission] {
    let messages = state.withLock { state in
      defer { state.messages.removeAll() }
      return state.messages
    }
    loadChanged.finish()
    ended.signal()
    return messages.compactMap { if case .submit(let submission) = $0 { submission } else { nil } }
  }
}
