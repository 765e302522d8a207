internal import PostgreSQL
internal import Synchronization

/// The vault of several gateways: tables in the schema `weir_vault` of a PostgreSQL database.
///
/// One connection, used by one thread at a time. When it is lost the call fails, and the next one connects again.
final class PostgreSQLVaultStore: VaultStore {
  private let url: String
  private let keyCheck: [UInt8]
  private let connection = Mutex<PostgreSQLConnection?>(nil)

  /// Connects, and makes the tables where there are none. `keyCheck`: see ``VaultKeys/check``.
  init(url: String, keyCheck: [UInt8]) throws(VaultError) {
    self.url = url
    self.keyCheck = keyCheck
    try perform { _ in }
  }

  func keep(
    _ place: VaultPlace, newKey: [UInt8], sealing seal: (_ wrappedKey: [UInt8]) throws(VaultError) -> [UInt8]
  ) throws(VaultError) {
    try perform { connection in
      try connection.transaction {
        let sealed = try seal(try Self.takeKey(of: place.pseudonym, orPut: newKey, connection))
        try connection.execute(
          """
          INSERT INTO value VALUES ($1, $2, $3, $4, $5) ON CONFLICT (tenant, request) DO UPDATE
          SET pseudonym = EXCLUDED.pseudonym, sealed = EXCLUDED.sealed, kept_at = EXCLUDED.kept_at
          """,
          [
            .text(place.request), .text(place.tenant), .text(place.pseudonym), .bytes(sealed), .integer(place.keptAt),
          ])
      }
    }
  }

  /// The wrapped key, whose row stays locked until the transaction ends: nobody erases it in between. Where it is there
  /// already the first statement only locks it, as an update would leave a dead copy of the key.
  private static func takeKey(of pseudonym: String, orPut newKey: [UInt8], _ connection: PostgreSQLConnection) throws
    -> [UInt8]
  {
    try connection.execute(
      """
      INSERT INTO subject VALUES ($1, $2) ON CONFLICT (pseudonym) DO UPDATE SET wrapped_key = EXCLUDED.wrapped_key
      WHERE false
      """, [.text(pseudonym), .bytes(newKey)])
    let found = try connection.execute(
      "SELECT wrapped_key FROM subject WHERE pseudonym = $1", [.text(pseudonym)])
    guard let key = found.bytes(column: 0) else { throw VaultError.unreadable }
    return key
  }

  func find(request: String, tenant: String) throws(VaultError) -> SealedValue? {
    try perform { connection in
      let found = try connection.execute(
        """
        SELECT pseudonym, sealed, wrapped_key FROM value JOIN subject USING (pseudonym)
        WHERE tenant = $1 AND request = $2
        """, [.text(tenant), .text(request)])
      guard let pseudonym = found.text(column: 0), let sealed = found.bytes(column: 1),
        let key = found.bytes(column: 2)
      else { return nil }
      return SealedValue(pseudonym: pseudonym, sealed: sealed, wrappedKey: key)
    }
  }

  /// Runs `body` with a connection that works, or fails.
  func perform<Value: Sendable>(_ body: (PostgreSQLConnection) throws -> Value) throws(VaultError) -> Value {
    do {
      return try connection.withLock { connection in
        let current = try connection ?? PostgreSQLVaultSchema.connect(url: url, keyCheck: keyCheck)
        connection = nil
        defer { if current.isUsable { connection = current } }
        return try body(current)
      }
    } catch let error as VaultError { throw error } catch let error as PostgreSQLError {
      throw VaultError(error)
    } catch {
      throw .unreachable
    }
  }
}

extension VaultError {
  init(_ error: PostgreSQLError) {
    switch error {
    case .invalidURL: self = .invalidURL
    case .disconnected: self = .unreachable
    case .failed(let state): self = .refused(state: state)
    }
  }
}
