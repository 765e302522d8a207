internal import RPC
internal import ZeroMQ

/// The callee's end of a streaming answer.
public final class RPCWriter: Sendable {
  private struct State {
    var window: CreditWindow
    var closed: StatusCode?
    var waiting: [UnsafeContinuation<Void, Never>] = []
  }

  private let state: PosixMutex<State>
  private let send: @Sendable ([UInt8]) -> Void

  init(credit: UInt32, send: @escaping @Sendable ([UInt8]) -> Void) {
    state = PosixMutex(State(window: CreditWindow(granted: UInt64(credit))))
    self.send = send
  }

  /// Sends one message, after waiting until the caller is ready for it.
  ///
  /// Throws when the caller is gone; the handler then just returns.
  public func write(_ payload: [UInt8]) async throws(RPCError) {
    while true {
      switch state.withLock({ $0.closed.map(Step.closed) ?? ($0.window.take() ? .send : .wait) }) {
      case .send: return send(payload)
      case .closed(let status): throw RPCError(status, "the caller no longer waits")
      case .wait: await waitForCredit()
      }
    }
  }

  private enum Step {
    case send, wait
    case closed(StatusCode)
  }

  private func waitForCredit() async {
    await withUnsafeContinuation { continuation in
      let mayGoOn = state.withLock { state in
        if state.closed != nil || state.window.used < state.window.granted { return true }
        state.waiting.append(continuation)
        return false
      }
      if mayGoOn { continuation.resume() }
    }
  }

  func raise(to total: UInt64) { resume { $0.window.raise(to: total) } }

  func close(_ status: StatusCode) { resume { $0.closed = status } }

  private func resume(_ change: (inout State) -> Void) {
    let waiting = state.withLock { state in
      change(&state)
      defer { state.waiting = [] }
      return state.waiting
    }
    for continuation in waiting { continuation.resume() }
  }
}
