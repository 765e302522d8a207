/// One participant of Weir RPC, as a value: it makes calls, serves calls, or both.
///
/// Events go in through its methods; what must be done comes out of `takeActions` and `nextEnvelope`. It has no
/// sockets, no clock and no randomness of its own, so the simulation runs the same code as production.
///
/// A node is a gateway (peers dial in and register), a back end (dials gateways, registers and serves) or a client
/// (dials gateways and calls).
public struct Node: Sendable {
  let configuration: NodeConfiguration
  /// Sent at the start of each session by a back end.
  let registration: Registration?
  var peers: [PeerID: Peer] = [:]
  var queued: [PeerID] = []
  var outgoing: [CallID: OutgoingCall] = [:]
  var incoming: [IncomingCallID: IncomingCall] = [:]
  var pool = BackendPool()
  var budget: RetryBudget
  var random: RandomSource
  var actions: [NodeAction] = []
  /// No deadline, retry or wait is due earlier; calls that ended leave it too early, which costs one look.
  var callsDue = MonotonicTime.distantFuture
  var keepaliveDue: MonotonicTime
  var isDraining = false
  var isDrained = false
  var load = Load(running: 0, queued: 0)
  public internal(set) var statistics = NodeStatistics()

  public init(
    _ configuration: NodeConfiguration = NodeConfiguration(), registration: Registration? = nil, seed: UInt64,
    now: MonotonicTime
  ) {
    self.configuration = configuration
    self.registration = registration
    random = RandomSource(seed: seed)
    budget = RetryBudget(now: now)
    keepaliveDue = now + configuration.pingInterval
  }

  /// What to do because of the events so far.
  public mutating func takeActions(into taken: inout [NodeAction]) {
    taken.removeAll(keepingCapacity: true)
    swap(&taken, &actions)
  }

  /// The next envelope to send: all frames that gathered for one peer, up to the target size.
  public mutating func nextEnvelope() -> (peer: PeerID, envelope: Envelope)? {
    while let id = queued.last {
      if let envelope = peers[id]?.nextEnvelope(bytesTarget: configuration.envelopeBytesTarget) {
        return (id, envelope)
      }
      queued.removeLast()
    }
    return nil
  }

  /// When to call `tick` at the latest.
  public var wakeAt: MonotonicTime { min(callsDue, keepaliveDue) }

  /// Calls of peers whose handler has not finished.
  public var servingCount: Int { incoming.count }

  /// Calls begun here that have not ended.
  public var callingCount: Int { outgoing.count }

  mutating func send(_ frame: Frame, to id: PeerID) {
    if peers[id]?.append(frame) == true { queued.append(id) }
  }
}
