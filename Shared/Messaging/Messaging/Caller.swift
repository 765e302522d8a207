internal import RPC
internal import Synchronization

/// Makes calls through a reactor: what gateway and client have in common.
final class Caller: Sendable {
  private let reactor: Reactor
  private let waitsForReady: Bool
  /// Begins at a random number: answers to calls of an earlier process must not be taken for answers to ours.
  private let nextID = Atomic<CallID>(.random(in: 1..<1 << 57))

  init(_ reactor: Reactor, waitsForReady: Bool) {
    self.reactor = reactor
    self.waitsForReady = waitsForReady
  }

  func call(
    _ service: String, _ method: String, model: String?, payload: [UInt8], options: CallOptions
  ) async throws(RPCError) -> [UInt8] {
    let request = request(service, method, model: model, payload: payload, options: options, window: 0)
    let id = nextID.wrappingAdd(1, ordering: .relaxed).oldValue
    let end = await withTaskCancellationHandler {
      await withUnsafeContinuation { continuation in
        reactor.post(.begin(id, request, .unary(continuation)))
        // The cancellation may have come before the call was begun, and then ended nothing.
        if Task.isCancelled { reactor.post(.cancel(id)) }
      }
    } onCancel: {
      reactor.post(.cancel(id))
    }
    guard end.status == .ok else { throw RPCError(end.status, end.reason) }
    return end.payload
  }

  func stream(
    _ service: String, _ method: String, model: String?, payload: [UInt8], options: CallOptions
  ) -> RPCStream {
    let window = UInt32(clamping: max(1, options.window))
    let request = request(service, method, model: model, payload: payload, options: options, window: window)
    let id = nextID.wrappingAdd(1, ordering: .relaxed).oldValue
    let buffer = StreamBuffer()
    let reader = StreamReader(buffer: buffer) { [reactor] count in
      reactor.post(.consume(id, count))
    } onCancel: { [reactor] in
      reactor.post(.cancel(id))
    }
    reactor.post(.begin(id, request, .stream(buffer)))
    return RPCStream(reader: reader)
  }

  private func request(
    _ service: String, _ method: String, model: String?, payload: [UInt8], options: CallOptions, window: UInt32
  ) -> CallRequest {
    CallRequest(
      service: service, method: method, model: model ?? "",
      metadata: options.metadata.isEmpty ? [] : options.metadata.sorted { $0.key < $1.key }.map { Metadata($0, $1) },
      payload: payload, deadline: options.timeout.map { .now() + $0 }, window: window,
      isRetryable: options.isRetryable, waitsForReady: options.waitsForReady ?? waitsForReady)
  }
}
