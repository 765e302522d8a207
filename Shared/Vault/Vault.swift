public import Cryptography
internal import Foundation
internal import GRDB

/// Values that may lawfully be read again, such as which surrogate stood for whom, until their subject's key is destroyed.
///
/// Each subject has a random key; the master key wraps it, and it seals the subject's values. The database holds neither
/// names nor plain values. All methods block for the time of their disk work.
public final class Vault: Sendable {
  let pool: DatabasePool
  private let keys: VaultKeys

  /// Opens or makes the vault in `folder`. Throws ``VaultError``.
  public init(folder: String, masterKey: SecretKey) throws(VaultError) {
    keys = VaultKeys(master: masterKey)
    pool = try VaultError.translating {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      return try DatabasePool(path: "\(folder)/vault.sqlite", configuration: Self.configuration)
    }
    let isNewer = try VaultError.translating { [pool] in
      try pool.read { try VaultSchema.migrator.hasBeenSuperseded($0) }
    }
    if isNewer { throw .newerVersion }
    try VaultError.translating { [pool] in try VaultSchema.migrator.migrate(pool) }
  }

  private static var configuration: Configuration {
    var configuration = Configuration()
    // `weir audit erase` beside a running gateway waits for it instead of failing.
    configuration.busyMode = .timeout(30)
    configuration.prepareDatabase { database in
      // A value is durable before the record that names it; freed pages are overwritten with zeros.
      try database.execute(sql: "PRAGMA synchronous = FULL; PRAGMA secure_delete = ON")
    }
    return configuration
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
    try write { [keys] database in
      let key = try Self.key(of: pseudonym, keys, database) ?? Self.makeKey(for: pseudonym, keys, database)
      let sealed = Sealed.seal(value, name: Self.name(request, tenant), key: key)
      try database.execute(
        sql: "INSERT OR REPLACE INTO value VALUES (?, ?, ?, ?, ?)",
        arguments: [request, tenant, pseudonym, Data(sealed), time])
    }
  }

  /// The value of a tenant's request; nil when none was kept, or its subject was erased.
  public func value(request: String, tenant: String) throws(VaultError) -> [UInt8]? {
    try VaultError.translating { [pool, keys] in
      try pool.read { database in
        guard
          let row = try Row.fetchOne(
            database, sql: "SELECT pseudonym, sealed FROM value WHERE tenant = ? AND request = ?",
            arguments: [tenant, request]),
          let key = try Self.key(of: row[0], keys, database)
        else { return nil }
        let sealed: Data = row[1]
        guard let value = Sealed.open(Array(sealed), name: Self.name(request, tenant), key: key) else {
          throw VaultError.unreadable
        }
        return value
      }
    }
  }

  func write<Value>(_ body: (Database) throws -> Value) throws(VaultError) -> Value {
    try VaultError.translating { [pool] in try pool.write(body) }
  }

  // What a value is bound to: it cannot be passed off as another request's.
  private static func name(_ request: String, _ tenant: String) -> String { "value/\(tenant)/\(request)" }

  private static func key(of pseudonym: String, _ keys: VaultKeys, _ database: Database) throws -> SecretKey? {
    guard
      let wrapped = try Data.fetchOne(
        database, sql: "SELECT wrappedKey FROM subject WHERE pseudonym = ?", arguments: [pseudonym])
    else { return nil }
    guard let key = keys.unwrap(Array(wrapped), for: pseudonym) else { throw VaultError.unreadable }
    return key
  }

  private static func makeKey(for pseudonym: String, _ keys: VaultKeys, _ database: Database) throws -> SecretKey {
    let key = SecretKey()
    try database.execute(
      sql: "INSERT INTO subject VALUES (?, ?)", arguments: [pseudonym, Data(keys.wrap(key, for: pseudonym))])
    return key
  }
}

extension VaultError {
  /// SQLite's errors name statements and values; only their code goes on.
  static func translating<Value>(_ body: () throws -> Value) throws(VaultError) -> Value {
    do { return try body() } catch let error as VaultError { throw error } catch let error as DatabaseError {
      throw .storage(code: error.extendedResultCode.rawValue)
    } catch {
      throw .storage(code: -1)
    }
  }
}
