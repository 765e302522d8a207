internal import CPostgreSQL

/// A parameter of a statement. It travels beside the statement's text, so nothing in it is ever taken for SQL.
public enum PostgreSQLValue: Sendable, Equatable {
  case text(String)
  case bytes([UInt8])
  case integer(Int64)

  /// The type's number in the catalogue `pg_type`, which is the same in every server.
  var type: Oid {
    switch self {
    case .text: 25
    case .bytes: 17
    case .integer: 20
    }
  }

  /// PostgreSQL's binary format.
  var wire: [UInt8] {
    switch self {
    case .text(let text): Array(text.utf8)
    case .bytes(let bytes): bytes
    case .integer(let number): (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) }
    }
  }
}

/// What a statement gave.
public struct PostgreSQLRows: Sendable {
  /// The cells of each row in PostgreSQL's binary format; nil for NULL.
  public let cells: [[[UInt8]?]]
  /// How many rows an INSERT, UPDATE or DELETE changed.
  public let changedCount: Int

  /// A cell of type `bytea`; nil for NULL and where there is no such row.
  public func bytes(row: Int = 0, column: Int) -> [UInt8]? {
    cells.indices.contains(row) ? cells[row][column] : nil
  }

  /// A cell of type `text`.
  public func text(row: Int = 0, column: Int) -> String? {
    bytes(row: row, column: column).map { String(decoding: $0, as: UTF8.self) }
  }

  /// A cell of type `smallint`, `integer` or `bigint`.
  public func integer(row: Int = 0, column: Int) -> Int64? {
    bytes(row: row, column: column).map { bytes in
      let isNegative = bytes.first.map { $0 & 0x80 != 0 } ?? false
      return bytes.reduce(isNegative ? -1 : 0) { $0 << 8 | Int64($1) }
    }
  }
}
