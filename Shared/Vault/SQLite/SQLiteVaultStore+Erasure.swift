internal import GRDB

extension SQLiteVaultStore {
  /// The key's bytes are overwritten, then deleted with `secure_delete`, then taken out of the write-ahead log.
  func erase(pseudonym: String) throws(VaultError) -> Int {
    let count = try write { database in
      try database.execute(
        sql: "UPDATE subject SET wrappedKey = randomblob(length(wrappedKey)) WHERE pseudonym = ?",
        arguments: [pseudonym])
      try database.execute(sql: "DELETE FROM subject WHERE pseudonym = ?", arguments: [pseudonym])
      try database.execute(sql: "DELETE FROM value WHERE pseudonym = ?", arguments: [pseudonym])
      return database.changesCount
    }
    try emptyWriteAheadLog()
    return count
  }

  func expire(before time: Int64) throws(VaultError) -> Int {
    let count = try write { database in
      try database.execute(sql: "DELETE FROM value WHERE keptAt < ?", arguments: [time])
      let count = database.changesCount
      try database.execute(
        sql: "DELETE FROM subject WHERE NOT EXISTS (SELECT 1 FROM value WHERE value.pseudonym = subject.pseudonym)")
      return count
    }
    try emptyWriteAheadLog()
    return count
  }

  private func emptyWriteAheadLog() throws(VaultError) {
    let isBusy = try VaultError.translating { [pool] in
      try pool.writeWithoutTransaction { database in
        try Int.fetchOne(database, sql: "PRAGMA wal_checkpoint(TRUNCATE)") != 0
      }
    }
    if isBusy { throw .erasureIncomplete }
  }
}
