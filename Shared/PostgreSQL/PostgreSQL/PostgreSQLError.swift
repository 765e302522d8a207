/// Why PostgreSQL did not do what it was asked. The server's own messages quote values, so none of them goes on.
public enum PostgreSQLError: Error, Sendable, Equatable {
  /// What was given is no connection URL.
  case invalidURL
  /// The server cannot be reached, refuses the user, or closed the connection. Open another one.
  case disconnected
  /// A statement failed. `state`: SQLSTATE, five characters; PostgreSQL's documentation, appendix A, lists them.
  case failed(state: String)
}
