/// What the owner of a node has to do, in order.
public enum NodeAction: Sendable, Equatable {
  /// A streaming call was sent to the back end of this instance. Comes again when it is tried on another one.
  case assigned(CallID, instanceID: [UInt8])
  /// A message of a streaming call arrived; `consume` gives the credit back when it was read.
  case deliver(CallID, [UInt8])
  /// A call ended. Comes exactly once for each call begun.
  case finish(CallID, CallEnd)
  /// A peer calls: run the handler and answer with `finish`.
  case start(IncomingCallID, Begin, deadline: MonotonicTime?)
  /// The callee may have sent this many messages in all.
  case credit(IncomingCallID, total: UInt64)
  /// Nobody waits for the answer any more: stop the handler, which still has to `finish`.
  case abandon(IncomingCallID, StatusCode)
  /// A back end joined or left.
  case joined(PeerID, Registration)
  case left(PeerID)
  /// The gateway took the registration.
  case registered(PeerID, Registered)
  /// Draining is done: no call is running.
  case drained
}

/// What a node refused or dropped, for metrics.
public struct NodeStatistics: Sendable, Equatable {
  /// Envelopes that came twice or belong to an ended session.
  public var envelopesDropped: UInt64 = 0
  /// Sessions that ended because something was missing or the peer fell silent.
  public var sessionsLost: UInt64 = 0
  /// Frames that break the protocol.
  public var violations: UInt64 = 0
  public var retries: UInt64 = 0
  public var callsBegun: UInt64 = 0

  public init() {}
}
