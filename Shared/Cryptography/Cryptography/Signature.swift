internal import CSodium

/// An Ed25519 key that signs (RFC 8032). Made from a 32-byte seed, which is what is stored.
public struct SigningKey: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public let seed: SecretKey
  public let verificationKey: VerificationKey
  private let expanded: [UInt8]

  public init(seed: SecretKey = SecretKey()) {
    var publicKey = [UInt8](repeating: 0, count: 32)
    var secretKey = [UInt8](repeating: 0, count: 64)
    crypto_sign_seed_keypair(&publicKey, &secretKey, seed.bytes)
    self.seed = seed
    expanded = secretKey
    verificationKey = VerificationKey(unchecked: publicKey)
  }

  /// The 64-byte signature of `message`.
  public func signature(of message: [UInt8]) -> [UInt8] {
    var out = [UInt8](repeating: 0, count: 64)
    crypto_sign_detached(&out, nil, message, UInt64(message.count), expanded)
    return out
  }

  public var description: String { "SigningKey" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: []) }
}

/// An Ed25519 key that verifies, 32 bytes.
public struct VerificationKey: Sendable, Hashable {
  public let bytes: [UInt8]

  /// nil unless it has 32 bytes.
  public init?(bytes: [UInt8]) {
    guard bytes.count == 32 else { return nil }
    self.bytes = bytes
  }

  init(unchecked bytes: [UInt8]) { self.bytes = bytes }

  public func isValid(signature: [UInt8], of message: [UInt8]) -> Bool {
    signature.count == 64 && crypto_sign_verify_detached(signature, message, UInt64(message.count), bytes) == 0
  }
}
