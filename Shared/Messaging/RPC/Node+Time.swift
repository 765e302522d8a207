extension Node {
  /// Ends what is due: deadlines, waits, silent peers.
  public mutating func tick(now: MonotonicTime) {
    if now >= callsDue { checkCalls(now: now) }
    if now >= keepaliveDue { checkPeers(now: now) }
  }

  /// Looks at every call only when the earliest known time is reached, which for calls that end long before their
  /// deadline is rare; a timer per call would cost more than the call.
  private mutating func checkCalls(now: MonotonicTime) {
    callsDue = .distantFuture
    for id in outgoing.keys.sorted() { checkOutgoing(id, now: now) }
    for id in incoming.filter({ $0.value.deadline != nil && !$0.value.isAbandoned }).keys {
      checkIncoming(id, now: now)
    }
  }

  private mutating func checkOutgoing(_ id: CallID, now: MonotonicTime) {
    guard let call = outgoing[id] else { return }
    if let deadline = call.request.deadline {
      if deadline <= now { return stop(id, CallEnd(.deadlineExceeded, reason: Self.tooLate), now: now) }
      callsDue = min(callsDue, deadline)
    }
    guard case .waiting(let until, _) = call.state else { return }
    if until <= now { attempt(id, now: now) } else { callsDue = min(callsDue, until) }
  }

  private mutating func checkIncoming(_ id: IncomingCallID, now: MonotonicTime) {
    guard let deadline = incoming[id]?.deadline else { return }
    if deadline <= now { fail(id, .deadlineExceeded, Self.tooLate) } else { callsDue = min(callsDue, deadline) }
  }

  private mutating func checkPeers(now: MonotonicTime) {
    // Half the interval, so that a sign of life is asked for at most half an interval late.
    keepaliveDue = now + configuration.pingInterval / 2
    for id in peers.keys.sorted() { checkPeer(id, now: now) }
  }

  private mutating func checkPeer(_ id: PeerID, now: MonotonicTime) {
    guard let session = peers[id]?.session, session.isOpen else { return }
    let silence = now - session.heardAt
    if silence >= configuration.silenceMax && mustAnswer(id) { return recover(id, now: now) }
    guard silence >= configuration.pingInterval, now - session.pingedAt >= configuration.pingInterval else { return }
    peers[id]?.session.pingedAt = now
    send(Frame(.ping(UInt64(bitPattern: now.nanoseconds))), to: id)
  }

  /// A client that dialled in may be silent between its calls; its connection's heartbeats tell that it lives.
  private func mustAnswer(_ id: PeerID) -> Bool {
    peers[id]?.session.side == .dialled || pool.backends[id] != nil
  }
}

extension Node {
  /// Sends something to every peer that dialled in, so that the transport finds out which of them are gone.
  public mutating func probe(now: MonotonicTime) {
    let accepted = peers.filter { $0.value.session.side == .accepted && $0.value.session.isOpen }
    for id in accepted.keys.sorted() {
      send(Frame(.ping(UInt64(bitPattern: now.nanoseconds))), to: id)
    }
  }
}
