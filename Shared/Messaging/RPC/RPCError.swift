/// A call that did not end with OK.
///
/// A handler throws it to choose the status its caller sees; every other error a handler throws becomes `unknown`
/// without its text, since that text might hold what the caller wrote.
public struct RPCError: Error, Sendable, Hashable, CustomStringConvertible {
  public var status: StatusCode
  /// What is wrong and what to do. Never holds text of a request.
  public var message: String

  public init(_ status: StatusCode, _ message: String) {
    self.status = status
    self.message = message
  }

  public var description: String { "\(status.name): \(message)" }
}
