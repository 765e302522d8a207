internal import PostgreSQL

extension PostgreSQLVaultStore {
  /// The key is overwritten and deleted in one transaction; then the dead rows of both are taken out of the tables.
  func erase(pseudonym: String) throws(VaultError) -> Int {
    try perform { connection in
      let count = try connection.transaction {
        try connection.execute("\(Self.overwrite) WHERE pseudonym = $1", [.text(pseudonym)])
        try connection.execute("DELETE FROM subject WHERE pseudonym = $1", [.text(pseudonym)])
        return try connection.execute("DELETE FROM value WHERE pseudonym = $1", [.text(pseudonym)]).changedCount
      }
      try Self.removeDeadRows(connection)
      return count
    }
  }

  func expire(before time: Int64) throws(VaultError) -> Int {
    try perform { connection in
      let count = try connection.transaction {
        // Else a subject could lose its key while another gateway keeps a value under it.
        try connection.execute("LOCK TABLE subject IN SHARE ROW EXCLUSIVE MODE")
        let count = try connection.execute("DELETE FROM value WHERE kept_at < $1", [.integer(time)]).changedCount
        try connection.execute("\(Self.overwrite) WHERE \(Self.sealsNothing)")
        try connection.execute("DELETE FROM subject WHERE \(Self.sealsNothing)")
        return count
      }
      try Self.removeDeadRows(connection)
      return count
    }
  }

  // As many random bytes as any wrapped key has: 24 of nonce, 32 of key, 16 of tag.
  private static let overwrite = """
    UPDATE subject SET wrapped_key = uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())
    || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || substr(uuid_send(gen_random_uuid()), 1, 8)
    """
  private static let sealsNothing = "NOT EXISTS (SELECT 1 FROM value WHERE value.pseudonym = subject.pseudonym)"

  private static func removeDeadRows(_ connection: PostgreSQLConnection) throws {
    defer { _ = try? connection.execute("SET statement_timeout = \(PostgreSQLVaultSchema.statementMsMax)") }
    do {
      // However large the tables are: no question waits for this.
      try connection.execute("SET statement_timeout = 0")
      for table in ["subject", "value"] { try connection.execute("VACUUM \(table)") }
    } catch {
      throw VaultError.erasureIncomplete
    }
  }
}
