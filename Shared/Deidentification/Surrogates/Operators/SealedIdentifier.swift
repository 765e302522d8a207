internal import Cryptography

/// `[NAME:…]`: an identifier encrypted so that the key alone restores it.
///
/// The nonce is a keyed digest of kind and text, so that the same identifier has the same form. That is safe: one nonce
/// seals two texts only if HMAC-SHA-256, cut to 192 bits, collides; whoever lacks the key learns which sealed
/// identifiers of one tenant are equal, as with any surrogate, and their length to the next 16 bytes. (The synthetic
/// nonce of RFC 5297, SIV, with the digest and cipher of libsodium.)
struct SealedIdentifier: Sendable {
  private let keys: SurrogateKeys
  private let cipherKey: SecretKey

  /// Bytes of an identifier that can be sealed; a longer one gets a placeholder.
  static let textBytesMax = 1_000
  private static let blockBytes = 16
  private static let overhead = AuthenticatedEncryption.nonceBytes + AuthenticatedEncryption.tagBytes

  init(keys: SurrogateKeys) {
    self.keys = keys
    cipherKey = keys.derivedKey("encrypt")
  }

  /// nil when the identifier is too long.
  func seal(_ identifier: SurrogateMap.Identifier) -> String? {
    guard identifier.text.utf8.count <= Self.textBytesMax else { return nil }
    let kind = identifier.kind.rawValue
    let nonce = nonce(of: identifier)
    let sealed = AuthenticatedEncryption.seal(
      Self.padded(identifier.text), nonce: nonce, associatedData: Array(kind.utf8), key: cipherKey)
    return "[\(kind):\(Base64URL.encode(nonce + sealed))]"
  }

  /// The identifier; nil when `token` was not sealed with this key, for this tenant, as this kind.
  func open(_ token: some Collection<UInt8>) -> SurrogateMap.Identifier? {
    guard let shape = SealedShape(token), let bytes = Base64URL.decode(shape.payload), bytes.count >= Self.overhead
    else { return nil }
    let nonce = Array(bytes.prefix(AuthenticatedEncryption.nonceBytes))
    let opened = AuthenticatedEncryption.open(
      Array(bytes.dropFirst(nonce.count)), nonce: nonce, associatedData: Array(shape.kind.rawValue.utf8),
      key: cipherKey)
    guard let text = opened.flatMap(Self.unpadded) else { return nil }
    let identifier = SurrogateMap.Identifier(kind: shape.kind, text: text)
    return self.nonce(of: identifier) == nonce ? identifier : nil
  }

  private func nonce(of identifier: SurrogateMap.Identifier) -> [UInt8] {
    let digest = keys.derived("encrypt nonce", [identifier.kind.rawValue, identifier.text])
    return Array(digest.prefix(AuthenticatedEncryption.nonceBytes))
  }

  /// ISO/IEC 7816-4: a byte 0x80, then zeros.
  private static func padded(_ text: String) -> [UInt8] {
    let bytes = Array(text.utf8) + [0x80]
    return bytes + [UInt8](repeating: 0, count: (blockBytes - bytes.count % blockBytes) % blockBytes)
  }

  private static func unpadded(_ bytes: [UInt8]) -> String? {
    guard let end = bytes.lastIndex(where: { $0 != 0 }), bytes[end] == 0x80 else { return nil }
    return String(validating: bytes[..<end], as: UTF8.self)
  }
}

/// The outer form of a sealed identifier, whoever's key it has.
struct SealedShape {
  let kind: EntityKind
  let payload: [UInt8]

  /// Characters of the longest payload: nonce, tag and padded text in base 64.
  static let payloadMax =
    (AuthenticatedEncryption.nonceBytes + AuthenticatedEncryption.tagBytes + SealedIdentifier.textBytesMax + 16) * 4 / 3
    + 4

  /// Reads exactly one; nil for anything else.
  init?(_ text: some Collection<UInt8>) {
    guard text.first == UInt8(ascii: "["), let colon = text.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    let rest = Array(text[text.index(after: colon)...])
    guard let kind = EntityKind(rawValue: String(decoding: text[..<colon].dropFirst(), as: UTF8.self)),
      rest.last == UInt8(ascii: "]"), (2...Self.payloadMax + 1).contains(rest.count),
      rest.dropLast().allSatisfy(Base64URL.contains)
    else { return nil }
    self.kind = kind
    payload = rest.dropLast()
  }

  /// Whether more text could make one of this. `text` starts with "[".
  static func mayBegin(_ text: ArraySlice<UInt8>) -> Bool {
    guard let colon = text.firstIndex(of: UInt8(ascii: ":")) else {
      return heads.contains { $0.starts(with: text) }
    }
    let payload = text[(colon + 1)...]
    return heads.contains(Array(text[...colon])) && payload.count <= payloadMax
      && payload.allSatisfy(Base64URL.contains)
  }

  /// Bytes of the longest "[KIND:".
  static let headMax = heads.map(\.count).max()!
  private static let heads = EntityKind.allCases.map { Array("[\($0.rawValue):".utf8) }
}
