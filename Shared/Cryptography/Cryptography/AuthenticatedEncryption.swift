internal import CSodium

/// XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03; the construction of RFC 8439 with a 24-byte nonce).
public enum AuthenticatedEncryption {
  public static let nonceBytes = 24
  /// Bytes that a sealed message has more than the plain one.
  public static let tagBytes = 16

  /// The ciphertext with its tag. One nonce must never seal two messages under one key.
  public static func seal(_ message: [UInt8], nonce: [UInt8], associatedData: [UInt8], key: SecretKey) -> [UInt8] {
    precondition(nonce.count == nonceBytes, "a nonce has \(nonceBytes) bytes")
    var out = [UInt8](repeating: 0, count: message.count + tagBytes)
    crypto_aead_xchacha20poly1305_ietf_encrypt(
      &out, nil, message, UInt64(message.count), associatedData, UInt64(associatedData.count), nil, nonce, key.bytes)
    return out
  }

  /// The message; nil when any byte of the ciphertext, nonce, associated data or key differs from what was sealed.
  public static func open(_ sealed: [UInt8], nonce: [UInt8], associatedData: [UInt8], key: SecretKey) -> [UInt8]? {
    guard sealed.count >= tagBytes, nonce.count == nonceBytes else { return nil }
    var out = [UInt8](repeating: 0, count: sealed.count - tagBytes)
    let status = crypto_aead_xchacha20poly1305_ietf_decrypt(
      &out, nil, nil, sealed, UInt64(sealed.count), associatedData, UInt64(associatedData.count), nonce, key.bytes)
    return status == 0 ? out : nil
  }
}
