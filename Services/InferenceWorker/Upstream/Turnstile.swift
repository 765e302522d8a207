internal import Synchronization

/// Lets a limited number of calls run; the others wait in order, up to a limit.
final class Turnstile: Sendable {
  private struct State {
    var running = 0
    var waiting: [(ticket: UInt64, continuation: CheckedContinuation<Bool, Never>)] = []
    var nextTicket: UInt64 = 0
    /// Tickets whose call was cancelled before it got into the line.
    var cancelled: Set<UInt64> = []
  }

  private let state = Mutex(State())
  private let runningMax: Int
  private let waitingMax: Int

  private let onLoad: @Sendable (_ running: Int, _ waiting: Int) -> Void

  /// `onLoad` is told of each change.
  init(
    runningMax: Int, waitingMax: Int, onLoad: @escaping @Sendable (_ running: Int, _ waiting: Int) -> Void = { _, _ in }
  ) {
    self.onLoad = onLoad
    self.runningMax = runningMax
    self.waitingMax = waitingMax
  }

  var load: (running: Int, waiting: Int) { state.withLock { ($0.running, $0.waiting.count) } }
  var isFull: Bool { state.withLock { $0.running >= runningMax && $0.waiting.count >= waitingMax } }

  /// Waits for its turn; each success needs one ``leave()``.
  ///
  /// - Throws: `.busy` when too many wait, `.cancelled`.
  func enter() async throws(UpstreamError) {
    let ticket = state.withLock { state in
      defer { state.nextTicket += 1 }
      return state.nextTicket
    }
    let mayGo = await withTaskCancellationHandler {
      await withCheckedContinuation { wait(ticket, $0) }
    } onCancel: {
      cancel(ticket)
    }
    // A cancellation that came after the call's turn leaves nothing behind.
    state.withLock { _ = $0.cancelled.remove(ticket) }
    guard mayGo else { throw Task.isCancelled ? .cancelled : .busy(waitingMax: waitingMax) }
  }

  func leave() {
    let next = state.withLock { state -> CheckedContinuation<Bool, Never>? in
      guard !state.waiting.isEmpty else {
        state.running -= 1
        return nil
      }
      return state.waiting.removeFirst().continuation
    }
    next?.resume(returning: true)
    report()
  }

  private func report() {
    let load = load
    onLoad(load.running, load.waiting)
  }

  private func wait(_ ticket: UInt64, _ continuation: CheckedContinuation<Bool, Never>) {
    let answer: Bool? = state.withLock { state in
      if state.cancelled.remove(ticket) != nil { return false }
      if state.running < runningMax {
        state.running += 1
        return true
      }
      guard state.waiting.count < waitingMax else { return false }
      state.waiting.append((ticket, continuation))
      return nil
    }
    if let answer { continuation.resume(returning: answer) }
    report()
  }

  private func cancel(_ ticket: UInt64) {
    let continuation = state.withLock { state -> CheckedContinuation<Bool, Never>? in
      guard let index = state.waiting.firstIndex(where: { $0.ticket == ticket }) else {
        state.cancelled.insert(ticket)
        return nil
      }
      return state.waiting.remove(at: index).continuation
    }
    continuation?.resume(returning: false)
    report()
  }
}
