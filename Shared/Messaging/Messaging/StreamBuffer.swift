internal import RPC
internal import ZeroMQ

/// Messages between the network thread and the reader. Never holds more than the window.
final class StreamBuffer: Sendable {
  enum Step {
    case message([UInt8])
    case end(CallEnd)
    case wait
  }

  private struct State {
    var messages: [[UInt8]] = []
    var read = 0
    var backend: String?
    var end: CallEnd?
    var waiting: [UnsafeContinuation<Void, Never>] = []
  }

  private let state = PosixMutex(State())

  var hasEnded: Bool { state.withLock { $0.end != nil } }

  /// Who answers; nil before a back end was chosen, and where the callee has none.
  var backend: String? { state.withLock { $0.backend } }

  func assign(to backend: String) { state.withLock { $0.backend = backend } }

  func deliver(_ message: [UInt8]) {
    resume { $0.messages.append(message) }
  }

  func finish(_ end: CallEnd) {
    resume { $0.end = end }
  }

  func take() -> Step {
    state.withLock { state in
      guard state.read < state.messages.count else { return state.end.map(Step.end) ?? .wait }
      let message = state.messages[state.read]
      state.messages[state.read] = []
      state.read += 1
      if state.read == state.messages.count {
        state.messages.removeAll(keepingCapacity: true)
        state.read = 0
      }
      return .message(message)
    }
  }

  /// Until there may be something to take.
  func wait() async {
    await withUnsafeContinuation { continuation in
      let mayGoOn = state.withLock { state in
        if state.end != nil || state.read < state.messages.count { return true }
        state.waiting.append(continuation)
        return false
      }
      if mayGoOn { continuation.resume() }
    }
  }

  private func resume(_ change: (inout State) -> Void) {
    let waiting = state.withLock { state in
      change(&state)
      defer { state.waiting.removeAll(keepingCapacity: true) }
      return state.waiting
    }
    for continuation in waiting { continuation.resume() }
  }
}
