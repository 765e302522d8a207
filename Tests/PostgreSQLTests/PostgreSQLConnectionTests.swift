import PostgreSQL
import TestSupport
import Testing

@Suite struct PostgreSQLURLTests {
  @Test(
    "what is no URL of a database is refused before anything is connected to",
    arguments: [
      "", "weir", "http://127.0.0.1/weir", "postgres://%zz/weir", "postgres://host/weir?colour=red",
    ])
  func noURL(text: String) {
    #expect(throws: PostgreSQLError.invalidURL) { try PostgreSQLConnection(url: text) }
  }

  @Test func whereNobodyListensIsDisconnected() {
    #expect(throws: PostgreSQLError.disconnected) { try PostgreSQLConnection(url: "postgres://127.0.0.1:1/weir") }
  }
}

@Suite(.enabled(if: PostgreSQLServer.isInstalled, Comment(rawValue: PostgreSQLServer.advice)))
struct PostgreSQLConnectionTests {
  private let connection: PostgreSQLConnection

  init() throws { connection = try PostgreSQLConnection(url: try #require(PostgreSQLServer.shared).url()) }

  @Test(
    "a value comes back as it was sent",
    arguments: [
      PostgreSQLValue.text(""), .text("Zoë 李"), .text("'; DROP TABLE subject"), .bytes([]), .bytes([0, 255, 0]),
      .integer(0), .integer(-1), .integer(.max), .integer(.min),
    ])
  func roundTrip(value: PostgreSQLValue) throws {
    let rows = try connection.execute("SELECT $1", [value])
    switch value {
    case .text(let text): #expect(rows.text(column: 0) == text)
    case .bytes(let bytes): #expect(rows.bytes(column: 0) == bytes)
    case .integer(let number): #expect(rows.integer(column: 0) == number)
    }
  }

  @Test func aShortIntegerKeepsItsSign() throws {
    #expect(try connection.execute("SELECT (-2)::smallint").integer(column: 0) == -2)
  }

  @Test func nullAndMissingRowsAreNil() throws {
    #expect(try connection.execute("SELECT NULL::text").text(column: 0) == nil)
    #expect(try connection.execute("SELECT 1 WHERE false").integer(column: 0) == nil)
  }

  @Test func aTransactionThatThrowsLeavesNothing() throws {
    try connection.execute("CREATE TEMPORARY TABLE t (n bigint)")
    #expect(throws: CancellationError.self) {
      try connection.transaction {
        #expect(try connection.execute("INSERT INTO t VALUES (1), (2)").changedCount == 2)
        throw CancellationError()
      }
    }
    #expect(try connection.execute("SELECT count(*) FROM t").integer(column: 0) == 0)
    #expect(connection.isUsable)
  }

  @Test func aFailedStatementNamesItsStateOnly() throws {
    #expect(throws: PostgreSQLError.failed(state: "42P01")) { try connection.execute("SELECT * FROM nowhere") }
    #expect(connection.isUsable)
  }

  @Test func aConnectionThatTheServerEndsIsNotUsable() throws {
    #expect(throws: PostgreSQLError.disconnected) {
      try connection.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    }
    #expect(!connection.isUsable)
  }
}
