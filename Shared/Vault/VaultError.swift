/// Why the vault refused. No message holds a value, a subject or a key.
public enum VaultError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The database failed; `code` is SQLite's extended result code.
  case storage(code: Int32)
  /// The file was written by a newer version.
  case newerVersion
  /// What is stored does not open: it was changed, or the master key is another one.
  case unreadable
  /// A reader kept the database open, so that the key's old bytes could not be taken out of its write-ahead log.
  case erasureIncomplete

  public var description: String {
    switch self {
    case .storage(let code): "the vault's database failed (SQLite \(code)); check the disk that holds it"
    case .newerVersion: "the vault was written by a newer version of Weir; update this one"
    case .unreadable: "a value in the vault does not open; restore vault.key as it was when the value was kept"
    case .erasureIncomplete: "the key is gone, but a reader holds its old bytes; erase again when the vault is quiet"
    }
  }
}
