internal import RPC
internal import ZeroMQ

/// The middle of the star: back ends and clients dial in, it calls the back ends and serves the clients.
public final class GatewayEndpoint: Sendable {
  private let reactor: Reactor
  private let caller: Caller
  private let limits: MessagingLimits
  /// Where it listens, with the ports that the system chose.
  public let addresses: [String]

  /// Binds all addresses, or throws. `services` is what clients may call here.
  public init(_ configuration: GatewayConfiguration, services: [RPCService] = []) throws(MessagingError) {
    try configuration.validate()
    limits = configuration.limits
    let behaviour = SocketBehaviour(configuration.limits)
    let transport = try withMessagingError(.address, "the gateway cannot listen") { () throws(ZeroMQError) in
      try RouterTransport(configuration, behaviour: behaviour)
    }
    addresses = transport.addresses
    let now = MonotonicTime.now()
    let node = Node(NodeConfiguration(limits), seed: .random(in: 0 ... .max), now: now)
    let loop = ReactorLoop(
      node: node, transport: transport, services: services, now: now, onEvent: configuration.onEvent)
    reactor = try startReactor("weir-gateway-io", limits, loop)
    caller = Caller(reactor, waitsForReady: false)
  }

  deinit { reactor.post(.stop {}) }

  /// Calls a back end that serves `service` with `model` (nil: with any model).
  public func call(
    _ service: String, _ method: String, model: String? = nil, payload: [UInt8], options: CallOptions = CallOptions()
  ) async throws(RPCError) -> [UInt8] {
    try await caller.call(service, method, model: model, payload: payload, options: options)
  }

  /// As `call`, with a streaming answer. Errors come from the stream.
  public func stream(
    _ service: String, _ method: String, model: String? = nil, payload: [UInt8], options: CallOptions = CallOptions()
  ) -> RPCStream {
    caller.stream(service, method, model: model, payload: payload, options: options)
  }

  /// The back ends that are registered now.
  public func backends() async -> [BackendStatus] {
    await withUnsafeContinuation { continuation in
      reactor.post(
        .inspect { node, now in continuation.resume(returning: node.backends(now: now).map(BackendStatus.init)) })
    }
  }

  /// Changes who may connect from now on.
  public func allow(backends: Set<CurvePublicKey>, clients: Set<CurvePublicKey>) {
    reactor.post(.allow(backends: backends, clients: clients))
  }

  /// Runs tasks on the network thread: for callers that do nothing but call.
  public var executor: any TaskExecutor { reactor }

  /// Refuses new calls of clients, lets the running ones end, then closes the sockets.
  public func shutdown() async { await reactor.drainAndStop(limit: limits.drainMax) }
}

/// One registered back end.
public struct BackendStatus: Sendable, Hashable {
  /// Says which process it is, in hexadecimal.
  public var instance: String
  public var services: [String]
  public var model: String
  /// What it serves beside the model itself.
  public var variants: [String]
  public var precision: String
  public var version: String
  public var slots: Int
  /// Calls it runs, by its own account or ours, whichever is more.
  public var running: Int
  public var queued: Int
  public var isDraining: Bool
  /// Left out for a while because it failed several calls in a row.
  public var isEjected: Bool

  init(_ state: BackendState) {
    let registration = state.registration
    instance = instanceName(registration.instanceID)
    services = registration.services
    model = registration.model
    variants = registration.variants
    precision = registration.precision
    version = registration.version
    slots = Int(registration.slots)
    running = max(state.outstanding, Int(state.load.running))
    queued = Int(state.load.queued)
    isDraining = state.isDraining
    isEjected = state.isEjected
  }
}

/// An instance as logs and records name it: hexadecimal.
func instanceName(_ id: [UInt8]) -> String {
  id.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
}
