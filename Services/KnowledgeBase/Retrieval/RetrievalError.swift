/// Why the knowledge base could not answer. Never holds a document's or a query's text.
public enum RetrievalError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The folder cannot be made or written.
  case folderUnusable(path: String)
  /// The database file is damaged or no SQLite database.
  case corrupted(path: String)
  /// The database was written by a newer version.
  case newerVersion(path: String)
  /// `position` counts from 0 within the documents given.
  case missingID(position: Int)
  case idTooLong(position: Int)
  case documentTooLarge(position: Int)
  case storageFull
  /// Another SQLite failure, by its result code (sqlite.org/rescode.html).
  case storage(code: Int)

  public var description: String {
    switch self {
    case .folderUnusable(let path): "cannot write to the knowledge base folder \(path); check its path and permissions"
    case .corrupted(let path): "the knowledge base in \(path) is damaged; delete the folder and ingest again"
    case .newerVersion(let path): "the knowledge base in \(path) was made by a newer version; update this program"
    case .missingID(let position): "document \(position) has no id"
    case .idTooLong(let position): "the id of document \(position) is over \(DocumentLimits.idBytesMax) bytes"
    case .documentTooLarge(let position):
      "document \(position) is over \(DocumentLimits.textBytesMax >> 20) MiB; split it"
    case .storageFull: "the disk of the knowledge base is full; free some space"
    case .storage(let code): "the knowledge base failed with SQLite code \(code)"
    }
  }
}

/// Bounds on one document, so that one line or message cannot take all memory.
enum DocumentLimits {
  /// Bytes; a key, not a text.
  static let idBytesMax = 1024
  /// Bytes of title and text together, about eight books.
  static let textBytesMax = 8 << 20

  static func check(_ document: SourceDocument, position: Int) throws(RetrievalError) {
    if document.id.isEmpty { throw .missingID(position: position) }
    if document.id.utf8.count > idBytesMax { throw .idTooLong(position: position) }
    if document.title.utf8.count + document.text.utf8.count > textBytesMax {
      throw .documentTooLarge(position: position)
    }
  }
}
