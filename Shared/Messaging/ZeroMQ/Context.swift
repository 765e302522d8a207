internal import CZeroMQ

/// The threads of libzmq that move bytes.
///
/// Every socket holds its context, so that the context dies last: `zmq_ctx_term` waits for ever for an open socket.
/// `@unchecked Sendable`: libzmq's contexts are thread-safe; the pointer never changes.
public final class Context: @unchecked Sendable {
  let handle: UnsafeMutableRawPointer

  /// One I/O thread moves about a gigabyte a second, more than one owner thread can encode.
  public init(ioThreads: Int32 = 1, processor: Int? = nil) throws(ZeroMQError) {
    guard let handle = zmq_ctx_new() else { throw .last("zmq_ctx_new") }
    self.handle = handle
    zmq_ctx_set(handle, ZMQ_IO_THREADS, ioThreads)
    if let processor { zmq_ctx_set(handle, ZMQ_THREAD_AFFINITY_CPU_ADD, Int32(clamping: processor)) }
    zmq_ctx_set(handle, ZMQ_MAX_SOCKETS, 65_536)
  }

  deinit { zmq_ctx_term(handle) }
}
