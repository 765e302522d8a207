/// Why the vault refused. No message holds a value, a subject or a key.
public enum VaultError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The database failed; `code` is SQLite's extended result code.
  case storage(code: Int32)
  /// The file was written by a newer version.
  case newerVersion
  /// What is stored does not open: it was changed, or the master key is another one.
  case unreadable
  /// The key's old bytes could not be taken out of the database's files: a reader kept SQLite's write-ahead log open, or
  /// PostgreSQL's VACUUM failed.
  case erasureIncomplete
  /// What was configured is no PostgreSQL URL.
  case invalidURL
  /// The PostgreSQL server cannot be reached or closed the connection. The next call connects again.
  case unreachable
  /// PostgreSQL refused a statement; `state` is its SQLSTATE.
  case refused(state: String)
  /// The database belongs to gateways with another master key.
  case otherMasterKey

  public var description: String {
    switch self {
    case .storage(let code): "the vault's database failed (SQLite \(code)); check the disk that holds it"
    case .newerVersion: "the vault was written by a newer version of Weir; update this one"
    case .unreadable: "a value in the vault does not open; restore vault.key as it was when the value was kept"
    case .erasureIncomplete: "the key is gone, but its old bytes are still in a file; erase again at a quiet time"
    case .invalidURL: "gateway.vault is no URL such as postgres://weir@host:5432/weir; correct it in weir.yaml"
    case .unreachable:
      "the vault's PostgreSQL server cannot be reached, refuses the user, or hung up; check that it runs and "
        + "gateway.vault in weir.yaml; the next call connects again"
    case .refused(let state):
      "the vault's PostgreSQL server refused a statement (SQLSTATE \(state)); see the server's log"
    case .otherMasterKey:
      "this vault was made with another vault.key; copy keys/vault.key from a gateway that uses it"
    }
  }
}
