/// How one call is made.
public struct CallOptions: Sendable {
  /// The call ends with DEADLINE_EXCEEDED after this; nil: no limit. What is left travels with the call.
  public var timeout: Duration?
  /// Travels beside the payload: trace context, affinity.
  public var metadata: [String: String] = [:]
  /// Messages of a streaming answer that may be unread. More of them keeps a fast stream busy, fewer saves memory.
  public var window = 16
  /// Try another back end when one is lost before its first message. False for calls that must not run twice.
  public var isRetryable = true
  /// Wait for a back end (a client: for a gateway) rather than fail at once; nil: a client waits, a gateway does not.
  public var waitsForReady: Bool?

  public init(timeout: Duration? = nil) { self.timeout = timeout }
}
