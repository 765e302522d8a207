internal import Cryptography

/// 16 random bytes that name one clearance; the audit record carries it as the clearance's id.
public struct ClearanceNonce: Sendable, Hashable, CustomStringConvertible {
  static let byteCount = 16
  public let bytes: [UInt8]

  /// A fresh one from the operating system's generator.
  public static func random() -> ClearanceNonce { ClearanceNonce(unchecked: randomBytes(count: byteCount)) }

  /// nil unless there are 16 bytes.
  public init?(bytes: [UInt8]) {
    guard bytes.count == Self.byteCount else { return nil }
    self.bytes = bytes
  }

  private init(unchecked bytes: [UInt8]) { self.bytes = bytes }

  /// Lower-case hexadecimal.
  public var description: String { hexadecimal(bytes) }
}
