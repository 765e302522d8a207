internal import ZeroMQ

/// An endpoint that could not be made. Calls fail with `RPCError` instead.
public struct MessagingError: Error, Sendable, Hashable, CustomStringConvertible {
  public enum Code: Sendable, Hashable {
    /// The address is in use, or no address.
    case address
    case invalidKey
    /// Settings that contradict each other or are not safe.
    case configuration
    /// The system refused a thread, a socket or a file.
    case system
  }

  public var code: Code
  /// What is wrong and what to do.
  public var message: String

  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  public var description: String { message }
}

/// Runs libzmq calls and turns their errors into ours.
func withMessagingError<Result>(
  _ code: MessagingError.Code, _ what: String, _ body: () throws(ZeroMQError) -> Result
) throws(MessagingError) -> Result {
  do { return try body() } catch { throw MessagingError(code, "\(what): \(error)") }
}
