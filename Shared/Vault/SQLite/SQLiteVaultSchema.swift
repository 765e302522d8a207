internal import GRDB

/// The vault's tables in SQLite.
enum SQLiteVaultSchema {
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1") { database in
      // One key for each subject: its destruction erases every value under it, in every backup of `value` too.
      try database.execute(
        sql: """
          CREATE TABLE subject (pseudonym TEXT PRIMARY KEY, wrappedKey BLOB NOT NULL) WITHOUT ROWID, STRICT;
          CREATE TABLE value (
            request TEXT NOT NULL, tenant TEXT NOT NULL, pseudonym TEXT NOT NULL, sealed BLOB NOT NULL,
            keptAt INTEGER NOT NULL, PRIMARY KEY (tenant, request)
          ) WITHOUT ROWID, STRICT;
          CREATE INDEX valueOfSubject ON value (pseudonym);
          CREATE INDEX valueByTime ON value (keptAt);
          """)
    }
    return migrator
  }
}
