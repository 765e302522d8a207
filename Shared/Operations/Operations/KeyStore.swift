public import Cryptography

/// The keys folder. A process makes its own keys at its first start; of several starting at once, one makes them.
///
/// | file | holds |
/// |---|---|
/// | `ROLE.curve` | the CURVE secret key of that role, Z85 |
/// | `gateway.pub` | the gateway's CURVE public key, Z85: what back ends and clients must have |
/// | `backends/NAME.pub`, `clients/NAME.pub` | CURVE public keys that may dial in, Z85: one file per peer |
/// | `clearance.seed`, `audit.seed` | the gateway's Ed25519 seeds, hexadecimal |
/// | `commitment.key` | what salts the audit log's commitments, hexadecimal |
/// | `surrogate.key` | what realistic surrogates, hashes, encrypted forms and shifted dates derive from, hexadecimal |
/// | `vault.key` | what wraps the vault's keys of subjects, hexadecimal |
/// | `clearance.pub`, `audit.pub` | their public keys, hexadecimal: what workers and auditors must have |
public struct KeyStore: Sendable {
  public let folder: String

  public init(_ state: StateFolder) { folder = state.keys }

  /// Makes every key of an installation on one machine, so that its processes know each other.
  public func createAll() throws(OperationsError) {
    for role in Role.allCases { _ = try curveKeyPair(of: role) }
    _ = try signingKey(.clearance)
    _ = try signingKey(.audit)
  }

  /// The role's CURVE key pair. A new one is put where this installation's gateway (or its back ends) will find it; a
  /// gateway on another machine needs a copy of the `.pub` file.
  public func curveKeyPair(of role: Role) throws(OperationsError) -> X25519KeyPair {
    let path = "\(folder)/\(role.rawValue).curve"
    let (text, isNew) = try storedOrNew(path) { X25519KeyPair().secretKeyText }
    guard let pair = Z85.decode(text).flatMap(X25519KeyPair.init(secretKey:)) else { throw .unusableKey(path: path) }
    // Only once: an operator who took a peer off the list must not find it there again.
    if isNew { try publish(pair.publicKeyText, at: publicKeyFile(of: role)) }
    return pair
  }

  /// The CURVE public key, 32 bytes, of the gateway that back ends and clients talk to.
  public func gatewayPublicKey() throws(OperationsError) -> [UInt8] {
    let path = publicKeyFile(of: .gateway)
    do { return try curvePublicKey(path) } catch .missing {
      throw .missing(path: path, advice: "copy it from the gateway's keys folder")
    }
  }

  /// The CURVE public keys, 32 bytes each, that may register services, by name.
  public func allowedBackends() throws(OperationsError) -> [String: [UInt8]] { try allowed("backends") }

  /// The CURVE public keys, 32 bytes each, that may call the gateway, by name.
  public func allowedClients() throws(OperationsError) -> [String: [UInt8]] { try allowed("clients") }

  /// What the gateway signs.
  public enum Purpose: String, Sendable { case clearance, audit }

  /// The gateway's key for one purpose.
  public func signingKey(_ purpose: Purpose) throws(OperationsError) -> SigningKey {
    let path = "\(folder)/\(purpose.rawValue).seed"
    let (text, _) = try storedOrNew(path) { hexadecimal(SecretKey().bytes) }
    guard let seed = bytes(hexadecimal: text).flatMap(SecretKey.init(bytes:)) else { throw .unusableKey(path: path) }
    let key = SigningKey(seed: seed)
    try publish(hexadecimal(key.verificationKey.bytes), at: "\(folder)/\(purpose.rawValue).pub")
    return key
  }

  /// Salts the audit log's commitments; destroying it closes them for ever.
  public func commitmentKey() throws(OperationsError) -> SecretKey { try secretKey("commitment") }

  /// What de-identification derives from. Gateways that share conversations need the same; who has it can open
  /// encrypted identifiers.
  public func surrogateKey() throws(OperationsError) -> SecretKey { try secretKey("surrogate") }

  /// Wraps the vault's keys of subjects. Gateways that share a vault need the same; without it the vault is empty.
  public func vaultKey() throws(OperationsError) -> SecretKey { try secretKey("vault") }

  private func secretKey(_ name: String) throws(OperationsError) -> SecretKey {
    let path = "\(folder)/\(name).key"
    let (text, _) = try storedOrNew(path) { hexadecimal(SecretKey().bytes) }
    guard let key = bytes(hexadecimal: text).flatMap(SecretKey.init(bytes:)) else { throw .unusableKey(path: path) }
    return key
  }

  /// The key that checks what the gateway signed.
  public func verificationKey(_ purpose: Purpose) throws(OperationsError) -> VerificationKey {
    let path = "\(folder)/\(purpose.rawValue).pub"
    let text: String
    do { text = try line(Files.read(path)) } catch .missing {
      throw .missing(path: path, advice: "copy it from the gateway's keys folder")
    }
    guard let key = bytes(hexadecimal: text).flatMap(VerificationKey.init(bytes:)) else {
      throw .unusableKey(path: path)
    }
    return key
  }

  private func publicKeyFile(of role: Role) -> String {
    switch role {
    case .gateway: "\(folder)/gateway.pub"
    case .client: "\(folder)/clients/client.pub"
    case .tokenizer, .worker, .knowledge: "\(folder)/backends/\(role.rawValue).pub"
    }
  }

  private func allowed(_ kind: String) throws(OperationsError) -> [String: [UInt8]] {
    var keys: [String: [UInt8]] = [:]
    for name in Files.names(in: "\(folder)/\(kind)") where name.hasSuffix(".pub") {
      keys[String(name.dropLast(4))] = try curvePublicKey("\(folder)/\(kind)/\(name)")
    }
    return keys
  }

  private func curvePublicKey(_ path: String) throws(OperationsError) -> [UInt8] {
    guard let key = Z85.decode(line(try Files.read(path))), key.count == 32 else { throw .unusableKey(path: path) }
    return key
  }

  private func storedOrNew(_ path: String, _ make: () -> String) throws(OperationsError) -> (text: String, isNew: Bool)
  {
    if let stored = try Files.readSecretIfPresent(path) { return (line(stored), false) }
    try Files.createFolder(folder)
    let isNew = try Files.create(Array("\(make())\n".utf8), at: path)
    return (line(try Files.readSecret(path)), isNew)
  }

  private func publish(_ key: String, at path: String) throws(OperationsError) {
    try Files.createFolder(Files.folder(of: path))
    _ = try Files.create(Array("\(key)\n".utf8), at: path)
  }

  private func line(_ bytes: [UInt8]) -> String {
    String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
  }
}

extension X25519KeyPair {
  // Keys have 32 bytes, a multiple of 4, so that Z85 always has a text for them.
  fileprivate var publicKeyText: String { Z85.encode(publicKey) ?? "" }
  fileprivate var secretKeyText: String { Z85.encode(secretKey) ?? "" }
}

func bytes(hexadecimal text: String) -> [UInt8]? {
  let digits = text.utf8.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
  guard digits.count == text.utf8.count, digits.count.isMultiple(of: 2) else { return nil }
  return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
}
