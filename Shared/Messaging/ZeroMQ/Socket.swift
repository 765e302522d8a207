internal import CZeroMQ

/// A ZeroMQ socket. Only one thread may use it: it cannot be copied, and its owner keeps it.
public struct Socket: ~Copyable {
  public enum Kind: Sendable { case router, dealer, reply, pair }

  /// What became of a part that was sent without waiting.
  public enum Sent: Sendable, Equatable {
    case sent
    /// The peer's queue is full, or a dialling socket has no connection.
    case full
    /// A ROUTER does not know the peer (any more).
    case unreachable
  }

  private let context: Context
  let handle: UnsafeMutableRawPointer

  public init(_ kind: Kind, in context: Context) throws(ZeroMQError) {
    guard let handle = zmq_socket(context.handle, kind.code) else { throw .last("zmq_socket") }
    self.context = context
    self.handle = handle
  }

  deinit { zmq_close(handle) }

  /// The endpoint bound, with the port that the system chose for `tcp://…:*`.
  public func bind(_ endpoint: String) throws(ZeroMQError) -> String {
    guard zmq_bind(handle, endpoint) == 0 else { throw .last("bind \(endpoint)") }
    return try string(ZMQ_LAST_ENDPOINT, "ZMQ_LAST_ENDPOINT")
  }

  public func connect(_ endpoint: String) throws(ZeroMQError) {
    guard zmq_connect(handle, endpoint) == 0 else { throw .last("connect \(endpoint)") }
  }

  /// Receives one part without waiting; false: there is none.
  public func receive(into message: borrowing Message) throws(ZeroMQError) -> Bool {
    while true {
      if zmq_msg_recv(message.pointer, handle, ZMQ_DONTWAIT) >= 0 { return true }
      switch zmq_errno() {
      case EAGAIN: return false
      case EINTR: continue
      default: throw .last("zmq_msg_recv")
      }
    }
  }

  /// Sends one part without waiting.
  public func send(_ bytes: UnsafeBufferPointer<UInt8>, hasMore: Bool = false) throws(ZeroMQError) -> Sent {
    let flags = ZMQ_DONTWAIT | (hasMore ? ZMQ_SNDMORE : 0)
    while true {
      if zmq_send(handle, bytes.baseAddress, bytes.count, flags) >= 0 { return .sent }
      switch zmq_errno() {
      case EAGAIN: return .full
      case EHOSTUNREACH: return .unreachable
      case EINTR: continue
      default: throw .last("zmq_send")
      }
    }
  }

  public func send(_ bytes: [UInt8], hasMore: Bool = false) throws(ZeroMQError) -> Sent {
    let result = bytes.withUnsafeBufferPointer { bytes in
      Result { () throws(ZeroMQError) in try send(bytes, hasMore: hasMore) }
    }
    return try result.get()
  }

  /// Becomes readable when something happened. Edge-triggered: sleep on it only after `receive` returned false.
  public func descriptor() throws(ZeroMQError) -> Int32 {
    var value: Int32 = -1
    var size = MemoryLayout<Int32>.size
    guard zmq_getsockopt(handle, ZMQ_FD, &value, &size) == 0 else { throw .last("ZMQ_FD") }
    return value
  }

  private func string(_ option: Int32, _ name: String) throws(ZeroMQError) -> String {
    var bytes = [CChar](repeating: 0, count: 1024)
    var size = bytes.count
    guard zmq_getsockopt(handle, option, &bytes, &size) == 0 else { throw .last(name) }
    return String(decoding: bytes.prefix(max(0, size - 1)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

extension Socket.Kind {
  fileprivate var code: Int32 {
    switch self {
    case .router: ZMQ_ROUTER
    case .dealer: ZMQ_DEALER
    case .reply: ZMQ_REP
    case .pair: ZMQ_PAIR
    }
  }
}
