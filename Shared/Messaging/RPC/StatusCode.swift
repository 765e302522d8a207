/// How a call ended: gRPC's canonical codes, with their numbers.
///
/// Source: grpc/grpc `doc/statuscodes.md`.
public enum StatusCode: UInt8, Sendable, Hashable, CaseIterable {
  case ok = 0
  case cancelled
  case unknown
  case invalidArgument
  case deadlineExceeded
  case notFound
  case alreadyExists
  case permissionDenied
  case resourceExhausted
  case failedPrecondition
  case aborted
  case outOfRange
  case unimplemented
  case internalError
  case unavailable
  case dataLoss
  case unauthenticated

  /// A code from the wire; what is not canonical reads as `unknown`, as gRPC does.
  public init(wire: UInt32) { self = UInt8(exactly: wire).flatMap(Self.init(rawValue:)) ?? .unknown }

  /// gRPC's spelling, as it stands in logs and error messages.
  public var name: String { Self.names[Int(rawValue)] }

  private static let names = [
    "OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS",
    "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED",
    "INTERNAL", "UNAVAILABLE", "DATA_LOSS", "UNAUTHENTICATED",
  ]
}
