internal import Foundation
internal import GRDB

/// Documents on disk with a full-text index over their passages; many readers and one writer at a time.
///
/// All methods block for the time of their disk work: milliseconds for a search, more for an ingestion.
public final class KnowledgeStore: Sendable {
  let pool: DatabasePool
  let folder: String

  /// Opens the store in a folder, which is made if it is not there.
  ///
  /// - Throws: `RetrievalError` when the folder cannot be used, or its database is damaged or of a newer version.
  public init(path: String) throws(RetrievalError) {
    folder = path
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw .folderUnusable(path: path)
    }
    pool = try RetrievalError.translating(folder: path) { try Self.open(path + "/knowledge.sqlite") }
    let isNewer = try RetrievalError.translating(folder: path) { [pool] in
      try pool.read { try KnowledgeSchema.migrator.hasBeenSuperseded($0) }
    }
    if isNewer { throw .newerVersion(path: path) }
    try RetrievalError.translating(folder: path) { [pool] in try KnowledgeSchema.migrator.migrate(pool) }
  }

  private static func open(_ file: String) throws -> DatabasePool {
    var configuration = Configuration()
    // A second process, such as `weir kb index` beside the service, waits for the writer instead of failing.
    configuration.busyMode = .timeout(30)
    return try DatabasePool(path: file, configuration: configuration)
  }

  /// Documents and passages in the store.
  public func counts() throws(RetrievalError) -> (documents: Int, passages: Int) {
    try read { database in
      let row = try Row.fetchOne(
        database, sql: "SELECT (SELECT count(*) FROM document), (SELECT count(*) FROM passage)")
      return (row?[0] ?? 0, row?[1] ?? 0)
    }
  }

  /// Moves the write-ahead log into the database file and closes it; later calls fail.
  public func close() throws(RetrievalError) {
    try RetrievalError.translating(folder: folder) { try pool.close() }
  }

  func read<Value>(_ body: (Database) throws -> Value) throws(RetrievalError) -> Value {
    try RetrievalError.translating(folder: folder) { try pool.read(body) }
  }

  func write<Value>(_ body: (Database) throws -> Value) throws(RetrievalError) -> Value {
    try RetrievalError.translating(folder: folder) { try pool.write(body) }
  }
}

extension RetrievalError {
  /// SQLite's errors name statements and values; only their code goes on.
  static func translating<Value>(folder: String, _ body: () throws -> Value) throws(RetrievalError) -> Value {
    do {
      return try body()
    } catch let error as RetrievalError {
      throw error
    } catch let error as DatabaseError {
      throw RetrievalError(error.resultCode, folder: folder)
    } catch {
      // GRDB throws nothing else for these statements but a row of another shape: a damaged schema.
      throw .corrupted(path: folder)
    }
  }

  private init(_ code: ResultCode, folder: String) {
    switch code {
    case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .corrupted(path: folder)
    case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM: self = .folderUnusable(path: folder)
    case .SQLITE_FULL: self = .storageFull
    default: self = .storage(code: Int(code.rawValue))
    }
  }
}
