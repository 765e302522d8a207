internal import PostgreSQL

/// The vault's tables in PostgreSQL, and what each connection is set to.
enum PostgreSQLVaultSchema {
  static let version: Int64 = 1
  /// A statement that takes longer, such as one behind a forgotten lock, fails.
  static let statementMsMax = 30_000
  /// Of two gateways that start at once one makes the tables. Any number that is always the same.
  private static let lock: Int64 = 0x7765_6972

  /// A connection to a vault that this version and this master key can use.
  static func connect(url: String, keyCheck: [UInt8]) throws -> PostgreSQLConnection {
    let connection = try PostgreSQLConnection(url: url)
    try configure(connection)
    // Only who makes the tables needs the right to.
    if try connection.execute("SELECT to_regclass('weir_vault.installation')::text").text(column: 0) == nil {
      try makeTables(connection, keyCheck)
    }
    try check(connection, keyCheck)
    return connection
  }

  private static func makeTables(_ connection: PostgreSQLConnection, _ keyCheck: [UInt8]) throws {
    try connection.transaction {
      try connection.execute("SELECT pg_advisory_xact_lock($1)", [.integer(lock)])
      for statement in tables { try connection.execute(statement) }
      try connection.execute(
        "INSERT INTO installation VALUES (1, $1, $2) ON CONFLICT DO NOTHING", [.integer(version), .bytes(keyCheck)])
    }
  }

  private static func configure(_ connection: PostgreSQLConnection) throws {
    try connection.execute("SET search_path = weir_vault")
    try connection.execute("SET statement_timeout = \(statementMsMax)")
    // A value is durable before the record that names it, whatever the server's default.
    try connection.execute(
      """
      SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'
      """)
  }

  // With another master key a subject has another pseudonym here, and its erasure would find nothing.
  private static func check(_ connection: PostgreSQLConnection, _ keyCheck: [UInt8]) throws {
    let found = try connection.execute("SELECT version, key_check FROM installation")
    guard found.integer(column: 0) == version else { throw VaultError.newerVersion }
    guard found.bytes(column: 1) == keyCheck else { throw VaultError.otherMasterKey }
  }

  private static let tables = [
    "CREATE SCHEMA IF NOT EXISTS weir_vault",
    """
    CREATE TABLE IF NOT EXISTS installation (
      only_row integer PRIMARY KEY CHECK (only_row = 1), version bigint NOT NULL, key_check bytea NOT NULL)
    """,
    "CREATE TABLE IF NOT EXISTS subject (pseudonym text PRIMARY KEY, wrapped_key bytea NOT NULL)",
    """
    CREATE TABLE IF NOT EXISTS value (
      request text NOT NULL, tenant text NOT NULL, pseudonym text NOT NULL, sealed bytea NOT NULL,
      kept_at bigint NOT NULL, PRIMARY KEY (tenant, request))
    """,
    "CREATE INDEX IF NOT EXISTS value_of_subject ON value (pseudonym)",
    "CREATE INDEX IF NOT EXISTS value_by_time ON value (kept_at)",
  ]
}
