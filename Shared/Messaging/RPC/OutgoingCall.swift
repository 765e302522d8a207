/// A call this node made, from `begin` to its one end.
struct OutgoingCall: Sendable {
  enum State: Equatable {
    /// For a peer to appear, or for a pause between two tries to pass.
    case waiting(until: MonotonicTime, isPause: Bool)
    case running(PeerID)
  }

  let request: CallRequest
  /// Until when it may wait for a peer that serves it; the time of its begin when it does not wait.
  let patience: MonotonicTime
  var state: State
  /// Tries so far. On the wire it is part of the number, so that answers to an earlier try are told apart.
  var attempt = 0
  /// Peers which failed this call.
  var tried: [PeerID] = []
  private(set) var received: UInt64 = 0
  private var consumed: UInt64 = 0
  private var granted: UInt64

  init(_ request: CallRequest, patience: MonotonicTime) {
    self.request = request
    self.patience = patience
    state = .waiting(until: patience, isPause: false)
    granted = UInt64(request.window)
  }

  /// From here on the caller has seen part of the answer, so another try could contradict it.
  var hasEmitted: Bool { received > 0 }

  /// False: the peer sent more than it was allowed to.
  mutating func receiveMessage() -> Bool {
    guard received < granted else { return false }
    received += 1
    return true
  }

  /// The total to grant, once half of the window was read: one credit frame for many messages.
  mutating func consume(_ count: Int) -> UInt64? {
    consumed = min(received, consumed + UInt64(max(0, count)))
    let window = UInt64(request.window)
    guard granted - consumed <= window / 2 else { return nil }
    granted = consumed + window
    return granted
  }
}

extension CallID {
  /// Bits of a call's number on the wire which hold the attempt.
  private static let attemptBits: UInt64 = 4

  static let attemptsMax = 1 << attemptBits

  func wire(attempt: Int) -> UInt64 { self << Self.attemptBits | UInt64(attempt) & 15 }

  init(wire: UInt64) { self = wire >> Self.attemptBits }

  static func attempt(ofWire wire: UInt64) -> Int { Int(wire & 15) }
}
