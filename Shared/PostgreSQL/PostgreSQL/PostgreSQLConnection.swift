internal import CPostgreSQL

/// One session with a PostgreSQL server, over libpq. One thread uses it at a time; every call blocks.
public final class PostgreSQLConnection {
  private let handle: OpaquePointer

  /// Connects. `url`: `postgres://user@host:port/database?sslmode=verify-full`; a password better stands in the file
  /// that `PGPASSFILE` names.
  ///
  /// Throws ``PostgreSQLError/invalidURL`` and ``PostgreSQLError/disconnected``.
  public init(url: String) throws(PostgreSQLError) {
    guard Self.isURL(url) else { throw .invalidURL }
    // What comes later counts: the URL may change the limits before it.
    handle = connect(Self.limits + [("dbname", url), ("client_encoding", "UTF8")])
    guard PQstatus(handle) == CONNECTION_OK else { throw .disconnected }
    // Notices would go to standard error.
    try execute("SET client_min_messages = error")
  }

  deinit { PQfinish(handle) }

  /// A server that fell silent must not hold its caller for ever. Seconds, but milliseconds for `tcp_user_timeout`.
  private static let limits = [
    ("connect_timeout", "5"), ("tcp_user_timeout", "10000"), ("keepalives_idle", "10"), ("keepalives_interval", "3"),
    ("keepalives_count", "3"), ("fallback_application_name", "weir"),
  ]

  /// Whether libpq can read `url`. It is not connected to.
  public static func isURL(_ url: String) -> Bool {
    guard url.hasPrefix("postgres://") || url.hasPrefix("postgresql://") else { return false }
    guard let options = PQconninfoParse(url, nil) else { return false }
    PQconninfoFree(options)
    return true
  }

  /// Whether the next statement can succeed: connected, and in no transaction that failed.
  public var isUsable: Bool { PQstatus(handle) == CONNECTION_OK && PQtransactionStatus(handle) == PQTRANS_IDLE }

  /// Runs one statement; `$1` is the first parameter.
  @discardableResult
  public func execute(_ statement: String, _ parameters: [PostgreSQLValue] = []) throws(PostgreSQLError)
    -> PostgreSQLRows
  {
    let result = send(statement, parameters)
    defer { PQclear(result) }
    switch PQresultStatus(result) {
    case PGRES_TUPLES_OK, PGRES_COMMAND_OK: return rows(of: result)
    default: throw failure(result)
    }
  }

  /// All of `body`'s statements or none of them. What `body` throws goes on.
  public func transaction<Value>(_ body: () throws -> Value) throws -> Value {
    try execute("BEGIN")
    do {
      let value = try body()
      try execute("COMMIT")
      return value
    } catch {
      _ = try? execute("ROLLBACK")
      throw error
    }
  }

  private func send(_ statement: String, _ parameters: [PostgreSQLValue]) -> OpaquePointer? {
    let wires = parameters.map(\.wire)
    // One buffer for all; its last byte is nobody's, so that an empty value has an address too.
    let buffer = wires.flatMap(\.self) + [0]
    return buffer.withUnsafeBytes { bytes in
      var offset = 0
      let values = wires.map { wire in
        defer { offset += wire.count }
        return bytes.baseAddress.map { ($0 + offset).assumingMemoryBound(to: CChar.self) }
      }
      let isBinary = [Int32](repeating: 1, count: wires.count)
      return PQexecParams(
        handle, statement, Int32(wires.count), parameters.map(\.type), values, wires.map { Int32($0.count) }, isBinary,
        1)
    }
  }

  private func failure(_ result: OpaquePointer?) -> PostgreSQLError {
    guard PQstatus(handle) == CONNECTION_OK else { return .disconnected }
    // PG_DIAG_SQLSTATE, a macro that Swift does not see.
    let state = PQresultErrorField(result, Int32(UInt8(ascii: "C")))
    return .failed(state: state.map { String(cString: $0) } ?? "")
  }
}

private func rows(of result: OpaquePointer?) -> PostgreSQLRows {
  let cells = (0..<PQntuples(result)).map { row in
    (0..<PQnfields(result)).map { column in cell(result, row, column) }
  }
  return PostgreSQLRows(cells: cells, changedCount: PQcmdTuples(result).flatMap { Int(String(cString: $0)) } ?? 0)
}

private func cell(_ result: OpaquePointer?, _ row: Int32, _ column: Int32) -> [UInt8]? {
  guard PQgetisnull(result, row, column) == 0 else { return nil }
  return Array(
    UnsafeRawBufferPointer(start: PQgetvalue(result, row, column), count: Int(PQgetlength(result, row, column))))
}

private func connect(_ settings: [(String, String)]) -> OpaquePointer {
  withCStrings(settings.map(\.0)) { keywords in
    withCStrings(settings.map(\.1)) { values in
      // nil only without memory.
      PQconnectdbParams(keywords, values, 1)!
    }
  }
}

/// C's form of a list of texts: addresses, and nil after the last.
private func withCStrings<Value>(_ texts: [String], _ body: ([UnsafePointer<CChar>?]) -> Value) -> Value {
  let bytes = texts.map(\.utf8CString).map(ContiguousArray.init)
  let all = bytes.flatMap(\.self)
  return all.withUnsafeBufferPointer { buffer in
    var offset = 0
    let addresses = bytes.map { text in
      defer { offset += text.count }
      return buffer.baseAddress.map { $0 + offset }
    }
    return body(addresses + [nil])
  }
}
