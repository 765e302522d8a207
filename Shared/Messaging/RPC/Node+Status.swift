/// What a gateway knows of one back end.
public struct BackendState: Sendable, Equatable {
  public var peer: PeerID
  public var registration: Registration
  public var load: Load
  /// Calls of this node that it is running.
  public var outstanding: Int
  public var isDraining: Bool
  /// Left out for a while because it failed several calls in a row.
  public var isEjected: Bool
}

extension Node {
  /// Whether `accepted` or `dialled` was said of the peer.
  public func knows(_ id: PeerID) -> Bool { peers[id] != nil }

  /// The registered back ends, by peer.
  public func backends(now: MonotonicTime) -> [BackendState] {
    pool.backends.sorted { $0.key < $1.key }.compactMap { peer, backend in
      guard let registration = backend.registration else { return nil }
      return BackendState(
        peer: peer, registration: registration, load: backend.load, outstanding: backend.outstanding,
        isDraining: backend.isDraining, isEjected: backend.ejectedUntil > now)
    }
  }
}
