extension Node {
  /// Begins a call. `finish` comes exactly once for it, whatever happens.
  public mutating func begin(_ request: CallRequest, id: CallID, now: MonotonicTime) {
    statistics.callsBegun += 1
    if request.payload.count > configuration.messageBytesMax {
      return refuse(id, .resourceExhausted, "the request is larger than \(configuration.messageBytesMax) bytes")
    }
    if let deadline = request.deadline, deadline <= now { return refuse(id, .deadlineExceeded, Self.tooLate) }
    budget.callBegan()
    let patience = request.waitsForReady ? request.deadline ?? now + configuration.readyWaitMax : now
    outgoing[id] = OutgoingCall(request, patience: patience)
    callsDue = min(callsDue, request.deadline ?? .distantFuture)
    attempt(id, now: now)
  }

  /// The caller stopped waiting. The callee is told.
  public mutating func cancel(_ id: CallID, now: MonotonicTime) {
    stop(id, CallEnd(.cancelled, reason: "the caller cancelled the call"), now: now)
  }

  /// The caller read `count` messages of a stream.
  public mutating func consume(_ id: CallID, count: Int) {
    guard let total = outgoing[id]?.consume(count), let call = outgoing[id], case .running(let peer) = call.state
    else { return }
    send(Frame(callID: id.wire(attempt: call.attempt), .credit(total)), to: peer)
  }

  static let tooLate = "the deadline passed"

  private mutating func refuse(_ id: CallID, _ status: StatusCode, _ reason: String) {
    actions.append(.finish(id, CallEnd(status, reason: reason)))
  }

  /// Sends the call to a back end, or lets it wait for one, or ends it.
  mutating func attempt(_ id: CallID, now: MonotonicTime) {
    guard var call = outgoing[id], case .waiting = call.state else { return }
    let request = call.request
    guard
      let peer = pool.pick(
        service: request.service, model: request.model, avoiding: call.tried, now: now, random: &random)
    else {
      if call.patience > now { return wait(id, until: call.patience) }
      return end(id, CallEnd(.unavailable, reason: "no back end serves \(request.service): start one"))
    }
    call.attempt += 1
    call.state = .running(peer)
    outgoing[id] = call
    pool.began(peer)
    if request.window > 0, let registration = pool.backends[peer]?.registration {
      actions.append(.assigned(id, instanceID: registration.instanceID))
    }
    send(Frame(callID: id.wire(attempt: call.attempt), .begin(Begin(request, now: now))), to: peer)
  }

  private mutating func wait(_ id: CallID, until: MonotonicTime) {
    outgoing[id]?.state = .waiting(until: until, isPause: false)
    callsDue = min(callsDue, until)
  }

  mutating func receiveMessage(_ payload: [UInt8], number: UInt64, from peer: PeerID, now: MonotonicTime) {
    guard let id = running(number, on: peer) else { return }
    guard outgoing[id]?.receiveMessage() == true else {
      statistics.violations += 1
      return stop(id, CallEnd(.internalError, reason: "the back end sent more than its credit"), now: now)
    }
    actions.append(.deliver(id, payload))
  }

  mutating func receiveEnd(_ end: CallEnd, number: UInt64, from peer: PeerID, now: MonotonicTime) {
    guard let id = running(number, on: peer) else { return }
    if end.status == .unavailable { return attemptFailed(id, on: peer, end, now: now) }
    pool.ended(peer, isFailure: end.status.isBackendFailure, now: now)
    self.end(id, end)
  }

  /// The call a frame belongs to. Frames of earlier tries and of ended calls are late, not wrong.
  private func running(_ number: UInt64, on peer: PeerID) -> CallID? {
    let id = CallID(wire: number)
    guard let call = outgoing[id], call.state == .running(peer), call.attempt == CallID.attempt(ofWire: number)
    else { return nil }
    return id
  }

  /// Ends a call before its callee did.
  mutating func stop(_ id: CallID, _ end: CallEnd, now: MonotonicTime) {
    guard let call = outgoing[id] else { return }
    if case .running(let peer) = call.state {
      send(Frame(callID: id.wire(attempt: call.attempt), .cancel), to: peer)
      pool.ended(peer, isFailure: end.status.isBackendFailure, now: now)
    }
    self.end(id, end)
  }

  mutating func end(_ id: CallID, _ end: CallEnd) {
    guard outgoing.removeValue(forKey: id) != nil else { return }
    actions.append(.finish(id, end))
    checkDrained()
  }
}

extension StatusCode {
  /// Says that the back end is in trouble, not that the request is.
  var isBackendFailure: Bool {
    switch self {
    case .unavailable, .internalError, .unknown, .dataLoss: true
    default: false
    }
  }
}

extension Begin {
  fileprivate init(_ request: CallRequest, now: MonotonicTime) {
    self.init(
      service: request.service, method: request.method, model: request.model,
      timeoutMs: request.deadline.map { max(1, $0.wholeMilliseconds(from: now)) } ?? 0, credit: request.window,
      metadata: request.metadata, payload: request.payload)
  }
}
