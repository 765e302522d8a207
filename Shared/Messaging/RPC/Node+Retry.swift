extension Node {
  /// First pause before a call is tried again on the back end that failed it; doubles with each try.
  static let pauseMs: Int64 = 20

  /// A try ended with UNAVAILABLE: the next one, if nothing was emitted and the budget allows it, else the end.
  mutating func attemptFailed(_ id: CallID, on peer: PeerID, _ end: CallEnd, now: MonotonicTime) {
    pool.ended(peer, isFailure: !end.isUnprocessed, now: now)
    guard let call = outgoing[id] else { return }
    guard mayRetry(call, end, now: now) else { return self.end(id, end) }
    statistics.retries += 1
    outgoing[id]?.tried.append(peer)
    retry(id, end, now: now)
  }

  private mutating func mayRetry(_ call: OutgoingCall, _ end: CallEnd, now: MonotonicTime) -> Bool {
    guard !call.hasEmitted, call.attempt < CallID.attemptsMax - 1 else { return false }
    if end.isUnprocessed { return true }
    guard call.request.isRetryable, call.attempt < configuration.attemptsMax else { return false }
    return budget.take(now: now)
  }

  /// At once on another back end; after a pause where only those are left that failed the call.
  private mutating func retry(_ id: CallID, _ end: CallEnd, now: MonotonicTime) {
    guard let call = outgoing[id] else { return }
    let next = pool.pick(
      service: call.request.service, model: call.request.model, avoiding: call.tried, now: now, random: &random)
    if next == nil && call.patience <= now { return self.end(id, end) }
    let isPause = next.map { call.tried.contains($0) } ?? false
    let until = isPause ? now + pause(attempt: call.attempt) : call.patience
    outgoing[id]?.state = .waiting(until: until, isPause: isPause)
    if isPause { callsDue = min(callsDue, until) } else { attempt(id, now: now) }
  }

  private mutating func pause(attempt: Int) -> Duration {
    let most = Self.pauseMs << min(10, attempt)
    return .milliseconds(Int64.random(in: most / 2...most, using: &random))
  }

  /// A peer appeared: calls that wait for one are tried.
  mutating func startWaiting(now: MonotonicTime) {
    let waiting = outgoing.filter {
      if case .waiting(_, isPause: false) = $0.value.state { true } else { false }
    }
    for id in waiting.keys.sorted() { attempt(id, now: now) }
  }
}
