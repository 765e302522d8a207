/// Where a vault lies.
public enum VaultLocation: Sendable, Equatable {
  /// A SQLite database in this folder: one gateway.
  case folder(String)
  /// A PostgreSQL database: any number of gateways, which share one master key.
  case postgreSQL(url: String)

  /// As an installation is configured: `url`, or `folder` where `url` is empty.
  public init(url: String, folder: String) {
    self = url.isEmpty ? .folder(folder) : .postgreSQL(url: url)
  }
}
