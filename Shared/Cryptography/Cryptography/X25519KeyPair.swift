internal import CSodium

/// An X25519 key pair as ZeroMQ's CURVE uses it (libzmq's `zmq_curve_keypair` is this same `crypto_box_keypair`).
///
/// Source: ZeroMQ RFC 26/CURVEZMQ.
public struct X25519KeyPair: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  /// 32 bytes.
  public let publicKey: [UInt8]
  /// 32 bytes.
  public let secretKey: [UInt8]

  /// A fresh random pair.
  public init() {
    var publicKey = [UInt8](repeating: 0, count: 32)
    var secretKey = [UInt8](repeating: 0, count: 32)
    crypto_box_keypair(&publicKey, &secretKey)
    self.publicKey = publicKey
    self.secretKey = secretKey
  }

  /// The pair of a stored secret key; nil unless it has 32 bytes.
  public init?(secretKey: [UInt8]) {
    guard secretKey.count == 32 else { return nil }
    var publicKey = [UInt8](repeating: 0, count: 32)
    guard crypto_scalarmult_base(&publicKey, secretKey) == 0 else { return nil }
    self.publicKey = publicKey
    self.secretKey = secretKey
  }

  public var description: String { "X25519KeyPair(\(Z85.encode(publicKey) ?? ""))" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: ["publicKey": publicKey]) }
}
