internal import RPC
internal import ZeroMQ

/// A caller of a gateway's own services.
public final class ClientEndpoint: Sendable {
  private let reactor: Reactor
  private let caller: Caller

  /// Starts to dial at once; calls wait until a gateway answers, their deadline passes, or ten seconds are over.
  public init(_ configuration: ClientConfiguration) throws(MessagingError) {
    try validate(configuration.gateways, keys: configuration.keys, limits: configuration.limits)
    let now = MonotonicTime.now()
    let node = Node(NodeConfiguration(configuration.limits), seed: .random(in: 0 ... .max), now: now)
    reactor = try dial(
      configuration.gateways, keys: configuration.keys, limits: configuration.limits, node: node, services: [],
      now: now, onEvent: configuration.onEvent)
    caller = Caller(reactor, waitsForReady: true)
  }

  deinit { reactor.post(.stop {}) }

  /// Calls a service of the gateway.
  public func call(
    _ service: String, _ method: String, payload: [UInt8], options: CallOptions = CallOptions()
  ) async throws(RPCError) -> [UInt8] {
    try await caller.call(service, method, model: nil, payload: payload, options: options)
  }

  /// As `call`, with a streaming answer. Errors come from the stream.
  public func stream(
    _ service: String, _ method: String, payload: [UInt8], options: CallOptions = CallOptions()
  ) -> RPCStream {
    caller.stream(service, method, model: nil, payload: payload, options: options)
  }

  /// Runs tasks on the network thread: for callers that do nothing but call.
  public var executor: any TaskExecutor { reactor }

  /// Ends all calls and hangs up.
  public func shutdown() async { await reactor.stop() }
}
