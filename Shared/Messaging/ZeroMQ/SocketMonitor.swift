internal import CZeroMQ

/// Tells when connections of a socket come and go.
public struct SocketMonitor: ~Copyable {
  public enum Event: Sendable, Equatable {
    /// Connected and authenticated.
    case connected
    case disconnected
    /// The other side refused our key, or holds another key than we expect.
    case refused
  }

  private let socket: Socket
  private let message = Message()

  /// `name` must be unique in the context.
  public init(of watched: borrowing Socket, in context: Context, name: String) throws(ZeroMQError) {
    let endpoint = "inproc://monitor-\(name)"
    let failures =
      ZMQ_EVENT_HANDSHAKE_FAILED_AUTH | ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL | ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL
    let events = ZMQ_EVENT_HANDSHAKE_SUCCEEDED | ZMQ_EVENT_DISCONNECTED | failures
    guard zmq_socket_monitor(watched.handle, endpoint, events) == 0 else { throw .last("zmq_socket_monitor") }
    let socket = try Socket(.pair, in: context)
    try socket.connect(endpoint)
    self.socket = socket
  }

  public func descriptor() throws(ZeroMQError) -> Int32 { try socket.descriptor() }

  /// The next event, or nil.
  public func next() throws(ZeroMQError) -> Event? {
    while try socket.receive(into: message) {
      let code = message.withBytes { $0.count < 2 ? 0 : Int32($0[0]) | Int32($0[1]) << 8 }
      while message.hasMore, try socket.receive(into: message) {}
      switch code {
      case ZMQ_EVENT_HANDSHAKE_SUCCEEDED: return .connected
      case ZMQ_EVENT_DISCONNECTED: return .disconnected
      case 0, ZMQ_EVENT_MONITOR_STOPPED: continue
      default: return .refused
      }
    }
    return nil
  }
}
