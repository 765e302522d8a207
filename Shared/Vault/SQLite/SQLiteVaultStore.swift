internal import Foundation
internal import GRDB

/// The vault of one gateway: a SQLite database in a folder.
struct SQLiteVaultStore: VaultStore {
  let pool: DatabasePool

  init(folder: String) throws(VaultError) {
    pool = try VaultError.translating {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      return try DatabasePool(path: "\(folder)/vault.sqlite", configuration: Self.configuration)
    }
    let isNewer = try VaultError.translating { [pool] in
      try pool.read { try SQLiteVaultSchema.migrator.hasBeenSuperseded($0) }
    }
    if isNewer { throw .newerVersion }
    try VaultError.translating { [pool] in try SQLiteVaultSchema.migrator.migrate(pool) }
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

  func keep(
    _ place: VaultPlace, newKey: [UInt8], sealing seal: (_ wrappedKey: [UInt8]) throws(VaultError) -> [UInt8]
  ) throws(VaultError) {
    try write { database in
      let stored = try Data.fetchOne(
        database, sql: "SELECT wrappedKey FROM subject WHERE pseudonym = ?", arguments: [place.pseudonym])
      if stored == nil {
        try database.execute(
          sql: "INSERT INTO subject VALUES (?, ?)", arguments: [place.pseudonym, Data(newKey)])
      }
      let sealed = try seal(stored.map { Array($0) } ?? newKey)
      try database.execute(
        sql: "INSERT OR REPLACE INTO value VALUES (?, ?, ?, ?, ?)",
        arguments: [place.request, place.tenant, place.pseudonym, Data(sealed), place.keptAt])
    }
  }

  func find(request: String, tenant: String) throws(VaultError) -> SealedValue? {
    try VaultError.translating { [pool] in
      try pool.read { database in
        let row = try Row.fetchOne(
          database,
          sql: """
            SELECT pseudonym, sealed, wrappedKey FROM value JOIN subject USING (pseudonym)
            WHERE tenant = ? AND request = ?
            """, arguments: [tenant, request])
        return row.map { SealedValue(pseudonym: $0[0], sealed: Array($0[1] as Data), wrappedKey: Array($0[2] as Data)) }
      }
    }
  }

  func write<Value>(_ body: (Database) throws -> Value) throws(VaultError) -> Value {
    try VaultError.translating { [pool] in try pool.write(body) }
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
