internal import RPC
internal import ZeroMQ

/// A streaming answer. Reading it gives the callee credit for more; leaving the loop, dropping the stream or
/// cancelling the task cancels the call down to the worker.
public struct RPCStream: AsyncSequence, Sendable {
  public typealias Element = [UInt8]
  public typealias Failure = RPCError

  let reader: StreamReader

  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(reader: reader) }

  /// Which back end answers: its ``BackendStatus/instance``. It can change until the first message came, as a call is
  /// never tried again after that; nil before one was chosen, and at a client, which sees its gateway only.
  public var backend: String? { reader.buffer.backend }

  /// Ends the call.
  public func cancel() { reader.cancel() }

  public struct AsyncIterator: AsyncIteratorProtocol {
    let reader: StreamReader

    public mutating func next() async throws(RPCError) -> [UInt8]? { try await reader.next() }

    public mutating func next(isolation actor: isolated (any Actor)?) async throws(RPCError) -> [UInt8]? {
      try await reader.next()
    }
  }
}

/// The reader's end: when nobody holds it any more, the call is cancelled.
final class StreamReader: Sendable {
  let buffer: StreamBuffer
  private let onRead: @Sendable (Int) -> Void
  private let onCancel: @Sendable () -> Void

  init(buffer: StreamBuffer, onRead: @escaping @Sendable (Int) -> Void, onCancel: @escaping @Sendable () -> Void) {
    self.buffer = buffer
    self.onRead = onRead
    self.onCancel = onCancel
  }

  deinit { if !buffer.hasEnded { onCancel() } }

  func cancel() { onCancel() }

  func next() async throws(RPCError) -> [UInt8]? {
    while true {
      switch buffer.take() {
      case .message(let message):
        onRead(1)
        return message
      case .end(let end):
        guard end.status != .ok else { return nil }
        throw RPCError(end.status, end.reason)
      case .wait:
        await withTaskCancellationHandler {
          await buffer.wait()
        } onCancel: {
          onCancel()
        }
      }
    }
  }
}
