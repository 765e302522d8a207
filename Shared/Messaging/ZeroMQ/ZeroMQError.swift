internal import CZeroMQ

/// A failed call of libzmq or of the system: which, and the system's reason.
public struct ZeroMQError: Error, Sendable, Hashable, CustomStringConvertible {
  public var operation: String
  public var code: Int32

  public init(_ operation: String, code: Int32) {
    self.operation = operation
    self.code = code
  }

  /// The error of the libzmq call that just failed.
  static func last(_ operation: String) -> Self { Self(operation, code: zmq_errno()) }

  public var description: String { "\(operation): \(String(cString: zmq_strerror(code)))" }
}
