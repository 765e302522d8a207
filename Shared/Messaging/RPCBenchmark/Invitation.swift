internal import Messaging

/// What the echoing process must know, as one line of text. The keys live as long as the benchmark.
struct Invitation {
  var address: String
  var gatewayKey: CurvePublicKey?
  var keys: CurveKeyPair?
  var processor: Int?

  init(address: String, gatewayKey: CurvePublicKey?, keys: CurveKeyPair?, processor: Int?) {
    self.address = address
    self.gatewayKey = gatewayKey
    self.keys = keys
    self.processor = processor
  }

  var text: String {
    let start = "\(address) \(processor ?? -1)"
    guard let gatewayKey, let keys, let secret = CurvePublicKey(bytes: keys.secretBytes) else { return start }
    return "\(start) \(gatewayKey.hexadecimal) \(secret.hexadecimal)"
  }

  init?(_ text: String) {
    let parts = text.split(separator: " ").map(String.init)
    guard parts.count >= 2 else { return nil }
    self.init(address: parts[0], gatewayKey: nil, keys: nil, processor: Int(parts[1]).flatMap { $0 < 0 ? nil : $0 })
    guard parts.count == 4 else { return }
    gatewayKey = CurvePublicKey(hexadecimal: parts[2])
    keys = CurvePublicKey(hexadecimal: parts[3]).flatMap { try? CurveKeyPair(secretBytes: $0.bytes) }
  }

  func backend(services: [RPCService]) throws -> BackendEndpoint {
    var configuration = BackendConfiguration(gateways: [GatewayAddress(address, key: gatewayKey)], keys: keys)
    configuration.allowsPlainLoopback = true
    configuration.slots = 1_000
    configuration.limits.processor = processor
    return try BackendEndpoint(configuration, services: services)
  }
}
