/// 32 secret bytes. Prints and reflects as nothing.
public struct SecretKey: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public let bytes: [UInt8]

  /// A fresh random key.
  public init() { bytes = randomBytes(count: 32) }

  /// A stored key; nil unless it has 32 bytes.
  public init?(bytes: [UInt8]) {
    guard bytes.count == 32 else { return nil }
    self.bytes = bytes
  }

  public var description: String { "SecretKey" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
