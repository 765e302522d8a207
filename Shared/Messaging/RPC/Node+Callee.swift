extension Node {
  /// The handler sends one message of its streaming answer. It must have credit: `CreditWindow` tells.
  public mutating func write(_ id: IncomingCallID, _ payload: [UInt8], now: MonotonicTime) {
    guard let call = incoming[id], !call.isAbandoned else { return }
    if payload.count > configuration.messageBytesMax {
      return fail(id, .resourceExhausted, "a message is larger than \(configuration.messageBytesMax) bytes")
    }
    guard incoming[id]?.credit.take() == true else {
      return fail(id, .internalError, "the handler sent more than its credit")
    }
    send(Frame(callID: id.number, .message(payload)), to: id.peer)
  }

  /// The handler is done, also when its call was abandoned.
  public mutating func finish(_ id: IncomingCallID, _ end: CallEnd) {
    guard let call = incoming.removeValue(forKey: id) else { return }
    peers[id.peer]?.callCount -= 1
    if !call.isAbandoned { sendEnd(end, id) }
    checkDrained()
  }

  /// Serves no new calls; those that are running, and the calls they make, end in peace. `drained` tells when.
  public mutating func drain() {
    guard !isDraining else { return }
    isDraining = true
    if registration != nil { for id in peers.keys.sorted() { send(Frame(.drain), to: id) } }
    checkDrained()
  }

  /// Whether `drained` was said.
  public var hasDrained: Bool { isDrained }

  /// How busy this back end is.
  public mutating func report(_ load: Load) {
    guard load != self.load else { return }
    self.load = load
    for id in peers.keys.sorted() { send(Frame(.load(load)), to: id) }
  }

  mutating func receiveBegin(_ begin: Begin, number: UInt64, from peer: PeerID, now: MonotonicTime) {
    let id = IncomingCallID(peer: peer, number: number)
    if let end = refusal(of: id) { return send(Frame(callID: number, .end(end)), to: peer) }
    let deadline = begin.timeoutMs == 0 ? nil : now + .milliseconds(Int64(begin.timeoutMs))
    incoming[id] = IncomingCall(credit: CreditWindow(granted: UInt64(begin.credit)), deadline: deadline)
    peers[peer]?.callCount += 1
    callsDue = min(callsDue, deadline ?? .distantFuture)
    actions.append(.start(id, begin, deadline: deadline))
  }

  private func refusal(of id: IncomingCallID) -> CallEnd? {
    if incoming[id] != nil || id.number == 0 {
      return CallEnd(.alreadyExists, reason: "the number of a call is used once", isUnprocessed: true)
    }
    guard let peer = peers[id.peer], peer.permissions.contains(.call) else {
      return CallEnd(.permissionDenied, reason: "this key may not call", isUnprocessed: true)
    }
    if isDraining { return CallEnd(.unavailable, reason: "draining", isUnprocessed: true) }
    guard peer.callCount < configuration.callsPerPeerMax else {
      return CallEnd(.resourceExhausted, reason: "too many calls at once", isUnprocessed: true)
    }
    return nil
  }

  mutating func receiveCredit(_ total: UInt64, _ id: IncomingCallID) {
    guard let call = incoming[id], !call.isAbandoned else { return }
    incoming[id]?.credit.raise(to: total)
    actions.append(.credit(id, total: total))
  }

  /// Nobody waits for the answer any more.
  mutating func abandon(_ id: IncomingCallID, _ status: StatusCode) {
    guard let call = incoming[id], !call.isAbandoned else { return }
    incoming[id]?.isAbandoned = true
    actions.append(.abandon(id, status))
  }

  /// Ends a call whose handler is still running.
  mutating func fail(_ id: IncomingCallID, _ status: StatusCode, _ reason: String) {
    sendEnd(CallEnd(status, reason: reason), id)
    abandon(id, status)
  }

  private mutating func sendEnd(_ end: CallEnd, _ id: IncomingCallID) {
    let isTooLarge = end.payload.count > configuration.messageBytesMax
    let reason = "the answer is larger than \(configuration.messageBytesMax) bytes"
    send(Frame(callID: id.number, .end(isTooLarge ? CallEnd(.resourceExhausted, reason: reason) : end)), to: id.peer)
  }

  mutating func checkDrained() {
    guard isDraining, !isDrained, incoming.isEmpty, outgoing.isEmpty else { return }
    isDrained = true
    actions.append(.drained)
  }
}
