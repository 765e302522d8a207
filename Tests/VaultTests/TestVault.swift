import Cryptography
import Foundation
import GRDB
import PostgreSQL
import TestSupport
import Testing
import Vault

/// A vault in a place of its own, and a look past it at what the database holds.
struct TestVault {
  enum Kind: CaseIterable, Sendable {
    case sqlite, postgreSQL

    /// Those that this machine can run.
    static var available: [Kind] { allCases.filter { $0 == .sqlite || PostgreSQLServer.isInstalled } }
  }

  let key: SecretKey
  let location: VaultLocation
  let vault: Vault
  let database: any RawDatabase

  /// Runs `body` with an empty vault.
  static func with(_ kind: Kind, _ body: (TestVault) throws -> Void) throws {
    let name = "weir_vault_\(UUID().uuidString.prefix(8).lowercased())"
    switch kind {
    case .sqlite:
      let folder = FileManager.default.temporaryDirectory.appending(path: name).path
      defer { try? FileManager.default.removeItem(atPath: folder) }
      try body(TestVault(.folder(folder)))
    case .postgreSQL:
      let server = try #require(PostgreSQLServer.shared, "the server did not start")
      try PostgreSQLConnection(url: server.url()).execute("CREATE DATABASE \(name)")
      try body(TestVault(.postgreSQL(url: server.url(database: name))))
    }
  }

  private init(_ location: VaultLocation) throws {
    key = SecretKey()
    self.location = location
    vault = try Vault(location, masterKey: key)
    switch location {
    case .folder(let folder): database = try SQLiteDatabase(folder: folder)
    case .postgreSQL(let url): database = try PostgreSQLDatabase(url: url)
    }
  }

  /// The same vault as another gateway opens it.
  func reopened(masterKey: SecretKey? = nil) throws -> Vault { try Vault(location, masterKey: masterKey ?? key) }

  /// All that `table` holds, through SQL.
  func contents(of table: String) throws -> [[[UInt8]]] { try database.rows("SELECT * FROM \(table)") }
}

/// SQL that both databases understand.
protocol RawDatabase {
  /// Cells as bytes: text in UTF-8.
  func rows(_ query: String) throws -> [[[UInt8]]]
  func execute(_ statement: String) throws
}

private struct SQLiteDatabase: RawDatabase {
  private let queue: DatabaseQueue

  init(folder: String) throws { queue = try DatabaseQueue(path: "\(folder)/vault.sqlite") }

  func rows(_ query: String) throws -> [[[UInt8]]] {
    try queue.read { database in
      try Row.fetchAll(database, sql: query).map { row in
        row.databaseValues.map { Array(Data.fromDatabaseValue($0) ?? Data($0.description.utf8)) }
      }
    }
  }

  func execute(_ statement: String) throws { try queue.write { try $0.execute(sql: statement) } }
}

private struct PostgreSQLDatabase: RawDatabase {
  private let connection: PostgreSQLConnection

  init(url: String) throws {
    connection = try PostgreSQLConnection(url: url)
    try connection.execute("SET search_path = weir_vault")
  }

  func rows(_ query: String) throws -> [[[UInt8]]] {
    try connection.execute(query).cells.map { $0.map { $0 ?? [] } }
  }

  func execute(_ statement: String) throws { try connection.execute(statement) }
}
