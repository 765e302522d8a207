internal import Cryptography
internal import Logging
public import Messaging

extension WeirProcess {
  /// How this gateway listens: CURVE with the peers that the keys folder lists.
  public func gatewayConfiguration() throws -> GatewayConfiguration {
    var gateway = GatewayConfiguration(
      addresses: [configuration.gateway.rpcEndpoint],
      security: .curve(
        try curve(keys.curveKeyPair(of: .gateway)), backends: publicKeys(try keys.allowedBackends()),
        clients: publicKeys(try keys.allowedClients())))
    gateway.onEvent = logEvent
    return gateway
  }

  /// How this back end dials in to its gateways.
  public func backendConfiguration(
    model: String = "", variants: [String] = [], precision: String = "", slots: Int = 1
  ) throws -> BackendConfiguration {
    var backend = BackendConfiguration(
      gateways: try Self.gatewayAddresses(configuration, keys), keys: try curve(keys.curveKeyPair(of: role)))
    backend.model = model
    backend.variants = variants
    backend.precision = precision
    backend.slots = slots
    backend.onEvent = { event in
      logEvent(event)
      // A back end is ready while a gateway knows it: before that nobody can reach it.
      switch event {
      case .gatewayRegistered: Task { try? becomeReady() }
      case .gatewayLost: Task { becomeUnready() }
      default: break
      }
    }
    return backend
  }

  /// Connections are worth a line: what joined, what left, who was refused.
  private var logEvent: @Sendable (MessagingEvent) -> Void {
    { [logger] event in logger.info("connection", metadata: ["event": "\(event)"]) }
  }
}

extension WeirProcess {
  /// How a client on this machine calls the gateway.
  public static func clientConfiguration(_ configuration: Configuration, _ keys: KeyStore) throws
    -> ClientConfiguration
  {
    ClientConfiguration(
      gateways: try gatewayAddresses(configuration, keys), keys: try curve(keys.curveKeyPair(of: .client)))
  }

  fileprivate static func gatewayAddresses(_ configuration: Configuration, _ keys: KeyStore) throws -> [GatewayAddress]
  {
    let key = CurvePublicKey(bytes: try keys.gatewayPublicKey())
    return configuration.backend.gateways.map { GatewayAddress($0, key: key) }
  }
}

private func curve(_ pair: X25519KeyPair) throws -> CurveKeyPair {
  try CurveKeyPair(secretBytes: pair.secretKey)
}

private func publicKeys(_ named: [String: [UInt8]]) -> Set<CurvePublicKey> {
  Set(named.values.compactMap(CurvePublicKey.init(bytes:)))
}
