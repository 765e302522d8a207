internal import Cryptography
internal import Foundation

/// An API key as it is stored: never the secret, only its salted digest.
///
/// A plain digest is enough where Argon2 would be wanted for passwords: the secret is 256 random bits.
public struct APIKeyRecord: Sendable, Codable, Equatable {
  /// Names the key in records and logs.
  public var id: String
  public var tenant: String
  public var role: String
  public var salt: String
  public var digest: String
}

/// The API keys of a gateway: `api-keys.json` in the keys folder.
public struct APIKeys: Sendable, Equatable {
  public private(set) var records: [APIKeyRecord] = []

  public init() {}

  /// The stored keys; none when there is no file yet.
  public init(_ state: StateFolder) throws(OperationsError) {
    let path = Self.path(state)
    guard let bytes = try Files.readSecretIfPresent(path) else { return }
    guard let stored = try? JSONDecoder().decode([APIKeyRecord].self, from: Data(bytes)) else {
      throw .unusableKey(path: path)
    }
    records = stored
  }

  public func save(_ state: StateFolder) throws(OperationsError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    guard let data = try? encoder.encode(records) else { throw .unusableKey(path: Self.path(state)) }
    try Files.write(Array(data), to: Self.path(state))
  }

  /// Adds a key and returns the text to hand out, `weir_ID_SECRET`, which nobody can read again.
  public mutating func issue(tenant: String, role: String) -> String {
    let id = hexadecimal(randomBytes(count: 6))
    let secret = hexadecimal(randomBytes(count: 32))
    let salt = randomBytes(count: 16)
    let digest = Self.digest(of: secret, salt: salt)
    records.append(
      APIKeyRecord(id: id, tenant: tenant, role: role, salt: hexadecimal(salt), digest: hexadecimal(digest)))
    return "weir_\(id)_\(secret)"
  }

  /// False when there is no such key.
  public mutating func revoke(id: String) -> Bool {
    let before = records.count
    records.removeAll { $0.id == id }
    return records.count < before
  }

  /// Whose key this is; nil when it is none of ours. The time taken says nothing about the secret.
  public func owner(of presented: String) -> APIKeyRecord? {
    let parts = presented.split(separator: "_", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0] == "weir", let record = records.first(where: { $0.id == parts[1] }),
      let salt = bytes(hexadecimal: record.salt), let expected = bytes(hexadecimal: record.digest)
    else { return nil }
    return equalInConstantTime(Self.digest(of: String(parts[2]), salt: salt), expected) ? record : nil
  }

  private static func digest(of secret: String, salt: [UInt8]) -> [UInt8] { Digest(of: salt + secret.utf8).bytes }

  /// Where the keys are stored.
  public static func path(_ state: StateFolder) -> String { "\(state.keys)/api-keys.json" }
}

extension APIKeys {
  /// The key that the command line on this machine uses; made, with the tenant `local`, where there is none.
  public static func local(_ state: StateFolder) throws(OperationsError) -> String {
    let path = "\(state.keys)/local-api-key"
    var keys = try APIKeys(state)
    if let bytes = try Files.readSecretIfPresent(path) {
      let stored = String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
      if keys.owner(of: stored) != nil { return stored }
    }
    let issued = keys.issue(tenant: "local", role: "administrator")
    try keys.save(state)
    try Files.write(Array("\(issued)\n".utf8), to: path)
    return issued
  }
}
