/// One conversation between two peers, which outlives neither a lost message nor a reconnect.
///
/// ZeroMQ keeps order within a connection but says nothing when it drops a connection and dials again. Numbering every
/// envelope makes the state machines above independent of that: a repeated envelope is dropped, a missing one ends the
/// session, and the calls of an ended session are tried elsewhere or end with UNAVAILABLE.
struct Session {
  enum Side { case dialled, accepted }
  enum Verdict: Equatable {
    /// The next envelope in order.
    case deliver
    /// The first envelope of a new session: the old session is lost, then deliver.
    case begin
    /// A repetition, or a leftover of an older session.
    case drop
    /// Something is missing, or the peer does not know the session: it is lost.
    case lost
    /// The peer speaks in a session we do not know: tell it to begin a new one.
    case unknown
  }

  let side: Side
  private(set) var id: UInt64
  private(set) var isOpen: Bool
  private var sent: UInt64 = 0
  private var received: UInt64 = 0
  var heardAt: MonotonicTime
  var pingedAt: MonotonicTime

  /// A dialled session begins at once with `id`; an accepted one waits for its peer's first envelope.
  init(side: Side, id: UInt64, now: MonotonicTime) {
    self.side = side
    self.id = side == .dialled ? id : 0
    isOpen = side == .dialled
    heardAt = now
    pingedAt = now
  }

  mutating func receive(session: UInt64, sequence: UInt64, now: MonotonicTime) -> Verdict {
    let verdict = side == .dialled ? judgeAsDialler(session, sequence) : judgeAsAcceptor(session, sequence)
    if verdict == .deliver || verdict == .begin {
      received = sequence
      heardAt = now
    }
    return verdict
  }

  private func judgeAsDialler(_ session: UInt64, _ sequence: UInt64) -> Verdict {
    guard session == id, isOpen else { return .drop }
    return sequence == 0 ? .lost : judge(sequence)
  }

  private mutating func judgeAsAcceptor(_ session: UInt64, _ sequence: UInt64) -> Verdict {
    if session < id || session == 0 { return .drop }
    if session == id && isOpen { return judge(sequence) }
    if session == id || sequence != 1 { return .unknown }
    id = session
    isOpen = true
    sent = 0
    return .begin
  }

  private func judge(_ sequence: UInt64) -> Verdict {
    if sequence == received + 1 { return .deliver }
    return sequence <= received ? .drop : .lost
  }

  /// The number of the next envelope to send.
  mutating func nextSequence() -> UInt64 {
    sent += 1
    return sent
  }

  mutating func close() { isOpen = false }

  /// Begins anew on the same or another connection; the number only increases, so leftovers are told apart.
  mutating func restart(now: MonotonicTime) {
    id += 1
    isOpen = true
    sent = 0
    received = 0
    heardAt = now
    pingedAt = now
  }
}
