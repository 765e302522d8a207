internal import CZeroMQ

/// Room for one received part, used again for the next one.
public struct Message: ~Copyable {
  // On the heap: libzmq keeps the address of a message it was given.
  let pointer: UnsafeMutablePointer<zmq_msg_t>

  public init() {
    pointer = .allocate(capacity: 1)
    zmq_msg_init(pointer)
  }

  deinit {
    zmq_msg_close(pointer)
    pointer.deallocate()
  }

  public var count: Int { zmq_msg_size(pointer) }

  /// Whether another part of the same message follows.
  public var hasMore: Bool { zmq_msg_more(pointer) != 0 }

  /// The bytes, valid until the next receive into this message.
  public func withBytes<Result, Failure: Error>(
    _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(UnsafeBufferPointer(start: zmq_msg_data(pointer)?.assumingMemoryBound(to: UInt8.self), count: count))
  }

  /// What the authentication said about the connection the message came by.
  public var userID: String? { zmq_msg_gets(pointer, "User-Id").map { String(cString: $0) } }
}
