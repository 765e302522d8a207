internal import Cryptography
internal import GRDB

extension KnowledgeStore {
  /// Stores documents, all or none. A document whose id is known replaces the stored one, unless it is the same.
  ///
  /// `time`: seconds since 1970.
  /// - Throws: `RetrievalError` when a document is unusable or the disk fails; nothing is stored then.
  @discardableResult
  public func ingest(_ documents: [SourceDocument], at time: Int64) throws(RetrievalError) -> IngestSummary {
    for (position, document) in documents.enumerated() { try DocumentLimits.check(document, position: position) }
    return try write { database in
      try documents.reduce(IngestSummary()) { try $0 + Self.store($1, at: time, in: database) }
    }
  }

  /// Removes documents; ids that are not in the store are passed over. Returns how many were removed.
  @discardableResult
  public func delete(_ ids: [String]) throws(RetrievalError) -> Int {
    try write { database in try ids.filter { try Self.remove($0, from: database) }.count }
  }

  private static func store(_ document: SourceDocument, at time: Int64, in database: Database) throws -> IngestSummary {
    let version = document.version
    var summary = IngestSummary()
    if try version == storedVersion(of: document.id, in: database) {
      summary.unchanged = 1
      return summary
    }
    try remove(document.id, from: database)
    try database.execute(
      sql: "INSERT INTO document (id, title, version, ingested_at) VALUES (?, ?, ?, ?)",
      arguments: [document.id, document.title, version, time])
    let key = database.lastInsertedRowID
    let passages = PassageSplitter.passages(document.text)
    for passage in passages { try insert(passage, title: document.title, document: key, in: database) }
    summary.documents = 1
    summary.passages = passages.count
    return summary
  }

  private static func storedVersion(of id: String, in database: Database) throws -> String? {
    try String.fetchOne(database, sql: "SELECT version FROM document WHERE id = ?", arguments: [id])
  }

  private static func insert(_ passage: String, title: String, document: Int64, in database: Database) throws {
    try database.execute(
      sql: "INSERT INTO passage (document, text) VALUES (?, ?)", arguments: [document, passage])
    try database.execute(
      sql: "INSERT INTO passage_index (rowid, title, body) VALUES (?, ?, ?)",
      arguments: [database.lastInsertedRowID, indexed(title), indexed(passage)])
  }

  private static func indexed(_ text: String) -> String { TermAnalysis.terms(text).joined(separator: " ") }

  @discardableResult
  private static func remove(_ id: String, from database: Database) throws -> Bool {
    let key = try Int64.fetchOne(database, sql: "SELECT key FROM document WHERE id = ?", arguments: [id])
    guard let key else { return false }
    try database.execute(
      sql: "DELETE FROM passage_index WHERE rowid IN (SELECT id FROM passage WHERE document = ?)", arguments: [key])
    try database.execute(sql: "DELETE FROM passage WHERE document = ?", arguments: [key])
    try database.execute(sql: "DELETE FROM document WHERE key = ?", arguments: [key])
    return true
  }
}

extension SourceDocument {
  /// SHA-256 of title and text in hexadecimal. The title's length comes first, so that no two pairs are confused.
  var version: String {
    let bytes = Array("\(title.utf8.count):".utf8) + Array(title.utf8) + Array(text.utf8)
    return Digest(of: bytes).description
  }
}
