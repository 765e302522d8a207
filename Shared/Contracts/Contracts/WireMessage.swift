/// A value that travels as one protobuf message of Shared/Contracts/proto.
///
/// Prints and reflects as its type only: many of the messages carry text that must not reach a log.
public protocol WireMessage: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  /// Decodes canonical protobuf. Fields that this version does not know are dropped.
  ///
  /// - Throws: `ContractError` when the bytes pass a limit, are malformed, or hold a value that makes no sense.
  init(wire: [UInt8]) throws(ContractError)

  /// The message as canonical protobuf.
  func wireBytes() -> [UInt8]
}

extension WireMessage {
  public var description: String { "\(Self.self)" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: []) }
}

/// Bounds on what decoding one message may cost.
public enum WireLimits {
  /// Bytes of one message: gRPC's default, about a million English words.
  public static let messageBytesMax = 4 << 20

  /// Bytes that decoding may allocate before the message's size is looked at: a thousand of the smallest elements.
  public static let arenaBytesBase = 64 << 10

  /// Bytes that decoding may allocate per byte of the message. The honest message that grows most is a chat of
  /// two-letter turns, × 13 (a C struct, two strings, a pointer and protobuf-c's own scan for each 12 bytes).
  public static let arenaBytesPerByte = 16

  static func arenaBytesMax(messageBytes: Int) -> Int { arenaBytesBase + arenaBytesPerByte * messageBytes }
}
