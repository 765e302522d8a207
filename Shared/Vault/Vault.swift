public import Cryptography

/// Values that may lawfully be read again, such as which surrogate stood for whom, until their subject's key is destroyed.
///
/// Each subject has a random key; the master key wraps it, and it seals the subject's values. The database holds neither
/// names nor plain values. All methods block for the time of their disk and network work.
public final class Vault: Sendable {
  private let store: any VaultStore
  private let keys: VaultKeys

  /// Opens or makes the vault. Throws ``VaultError``.
  public init(_ location: VaultLocation, masterKey: SecretKey) throws(VaultError) {
    keys = VaultKeys(master: masterKey)
    switch location {
    case .folder(let folder): store = try SQLiteVaultStore(folder: folder)
    case .postgreSQL(let url): store = try PostgreSQLVaultStore(url: url, keyCheck: keys.check)
    }
  }

  /// The name that a tenant's subject has here and in audit records.
  public func pseudonym(of subject: String, tenant: String) -> String { keys.pseudonym(of: subject, tenant: tenant) }

  /// Keeps `value` for a request under the subject's key, durably; the key is made where there is none.
  ///
  /// `time`: seconds since 1970. Keeping again replaces.
  public func keep(_ value: [UInt8], request: String, tenant: String, subject: String, at time: Int64)
    throws(VaultError)
  {
    let pseudonym = pseudonym(of: subject, tenant: tenant)
    let place = VaultPlace(request: request, tenant: tenant, pseudonym: pseudonym, keptAt: time)
    try store.keep(place, newKey: keys.wrap(SecretKey(), for: pseudonym)) { [keys] wrapped throws(VaultError) in
      guard let key = keys.unwrap(wrapped, for: pseudonym) else { throw .unreadable }
      return Sealed.seal(value, name: Self.name(request, tenant), key: key)
    }
  }

  /// The value of a tenant's request; nil when none was kept, or its subject was erased.
  public func value(request: String, tenant: String) throws(VaultError) -> [UInt8]? {
    guard let found = try store.find(request: request, tenant: tenant) else { return nil }
    guard let key = keys.unwrap(found.wrappedKey, for: found.pseudonym),
      let value = Sealed.open(found.sealed, name: Self.name(request, tenant), key: key)
    else { throw .unreadable }
    return value
  }

  /// Destroys a subject's key and what it sealed; returns how many values are erased.
  ///
  /// Copies of the database made before still hold the wrapped key: they must be kept no longer than the law allows.
  /// Throws ``VaultError/erasureIncomplete`` when the key's old bytes could not be taken out of the database's files;
  /// calling again finishes.
  @discardableResult
  public func erase(subject: String, tenant: String) throws(VaultError) -> Int {
    try store.erase(pseudonym: pseudonym(of: subject, tenant: tenant))
  }

  /// Removes values kept before `time`, seconds since 1970, and the keys that seal nothing any more; returns how many
  /// values. Throws as ``erase(subject:tenant:)``.
  @discardableResult
  public func expire(before time: Int64) throws(VaultError) -> Int { try store.expire(before: time) }

  // What a value is bound to: it cannot be passed off as another request's.
  private static func name(_ request: String, _ tenant: String) -> String { "value/\(tenant)/\(request)" }
}
