internal import Cryptography

/// What the master key is used for, each use with a key of its own.
struct VaultKeys: Sendable {
  private let wrapping: SecretKey
  private let naming: SecretKey
  /// Tells two master keys apart, and says nothing else of them.
  let check: [UInt8]

  init(master: SecretKey) {
    wrapping = VaultKeys.derive("vault/wrap/v1", master)
    naming = VaultKeys.derive("vault/name/v1", master)
    check = authenticationCode(of: Array("vault/check/v1".utf8), key: master)
  }

  /// The name that a tenant's subject has in the database and in audit records: who lacks the key cannot test a guess.
  func pseudonym(of subject: String, tenant: String) -> String {
    hexadecimal(Array(authenticationCode(of: Array("\(tenant)/\(subject)".utf8), key: naming).prefix(16)))
  }

  /// A subject's key, sealed for storage under its pseudonym.
  func wrap(_ key: SecretKey, for pseudonym: String) -> [UInt8] {
    Sealed.seal(key.bytes, name: "key/\(pseudonym)", key: wrapping)
  }

  /// nil for what ``wrap(_:for:)`` did not make with this master key and pseudonym.
  func unwrap(_ wrapped: [UInt8], for pseudonym: String) -> SecretKey? {
    Sealed.open(wrapped, name: "key/\(pseudonym)", key: wrapping).flatMap(SecretKey.init(bytes:))
  }

  private static func derive(_ purpose: String, _ master: SecretKey) -> SecretKey {
    SecretKey(bytes: authenticationCode(of: Array(purpose.utf8), key: master))!
  }
}

/// A nonce and an XChaCha20-Poly1305 ciphertext bound to the name of what it is. 24 random bytes do not repeat.
enum Sealed {
  static func seal(_ message: [UInt8], name: String, key: SecretKey) -> [UInt8] {
    let nonce = randomBytes(count: AuthenticatedEncryption.nonceBytes)
    return nonce
      + AuthenticatedEncryption.seal(message, nonce: nonce, associatedData: Array(name.utf8), key: key)
  }

  static func open(_ sealed: [UInt8], name: String, key: SecretKey) -> [UInt8]? {
    guard sealed.count >= AuthenticatedEncryption.nonceBytes else { return nil }
    return AuthenticatedEncryption.open(
      Array(sealed.dropFirst(AuthenticatedEncryption.nonceBytes)),
      nonce: Array(sealed.prefix(AuthenticatedEncryption.nonceBytes)), associatedData: Array(name.utf8), key: key)
  }
}
