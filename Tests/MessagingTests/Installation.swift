import Messaging

/// A gateway with keys for one kind of back end and one client, on a free port of the loopback.
struct Installation: Sendable {
  let gatewayKeys: CurveKeyPair
  let backendKeys: CurveKeyPair
  let clientKeys: CurveKeyPair
  let gateway: GatewayEndpoint

  init(
    _ services: [RPCService] = [], address: String = "tcp://127.0.0.1:*", limits: MessagingLimits = .quick,
    onEvent: (@Sendable (MessagingEvent) -> Void)? = nil
  ) throws {
    gatewayKeys = try .generate()
    backendKeys = try .generate()
    clientKeys = try .generate()
    var configuration = GatewayConfiguration(
      addresses: [address],
      security: .curve(gatewayKeys, backends: [backendKeys.publicKey], clients: [clientKeys.publicKey]))
    configuration.limits = limits
    configuration.onEvent = onEvent
    gateway = try GatewayEndpoint(configuration, services: services)
  }

  var gatewayAddress: GatewayAddress { GatewayAddress(gateway.addresses[0], key: gatewayKeys.publicKey) }

  func backend(
    _ services: [RPCService], model: String = "", slots: Int = 1, keys: CurveKeyPair? = nil,
    limits: MessagingLimits = .quick, onEvent: (@Sendable (MessagingEvent) -> Void)? = nil
  ) throws -> BackendEndpoint {
    var configuration = BackendConfiguration(gateways: [gatewayAddress], keys: keys ?? backendKeys)
    configuration.model = model
    configuration.slots = slots
    configuration.limits = limits
    configuration.onEvent = onEvent
    return try BackendEndpoint(configuration, services: services)
  }

  func client(
    keys: CurveKeyPair? = nil, limits: MessagingLimits = .quick,
    onEvent: (@Sendable (MessagingEvent) -> Void)? = nil
  ) throws -> ClientEndpoint {
    var configuration = ClientConfiguration(gateways: [gatewayAddress], keys: keys ?? clientKeys)
    configuration.limits = limits
    configuration.onEvent = onEvent
    return try ClientEndpoint(configuration)
  }

  /// Until so many back ends are registered.
  func waitForBackends(_ count: Int) async throws {
    try await eventually { await gateway.backends().count == count }
  }
}

extension MessagingLimits {
  /// Failures are found fast enough for a test and late enough for a busy machine.
  static var quick: MessagingLimits {
    var limits = MessagingLimits()
    limits.pingInterval = .milliseconds(500)
    limits.heartbeatInterval = .milliseconds(300)
    limits.heartbeatTimeout = .milliseconds(2_000)
    limits.drainMax = .seconds(5)
    return limits
  }
}

/// Waits until something is so. No test asserts how long it takes; a minute says that it never will.
func eventually(_ condition: () async throws -> Bool) async throws {
  for _ in 0..<6_000 {
    if try await condition() { return }
    try await Task.sleep(for: .milliseconds(10))
  }
  throw NeverHappened()
}

struct NeverHappened: Error {}

extension RPCService {
  static let echo = RPCService(
    "test.Echo",
    [
      "Unary": .unary { _, payload in payload },
      "Quick": .unary(isQuick: true) { _, payload in payload },
      "Fail": .unary { _, _ in throw RPCError(.failedPrecondition, "not today") },
      "Leak": .unary { _, _ in throw NeverHappened() },
      // One message for each byte of the request.
      "Split": .serverStreaming { _, payload, writer in
        for byte in payload { try await writer.write([byte]) }
      },
    ])
}
