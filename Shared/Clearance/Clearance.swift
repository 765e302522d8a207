public import Cryptography

/// A gateway's signed permission for one model call: the statement's exact bytes and the signature over them.
///
/// Made after the intent is durable in the audit log and before the worker is called; a worker computes nothing
/// without one.
public struct Clearance: Sendable, Equatable {
  /// ``ClearanceStatement/bytes``.
  public let statement: [UInt8]
  /// Ed25519, 64 bytes.
  public let signature: [UInt8]

  /// As received; nothing is checked before ``ClearanceVerifier``.
  public init(statement: [UInt8], signature: [UInt8]) {
    self.statement = statement
    self.signature = signature
  }

  public static func sign(_ statement: ClearanceStatement, key: SigningKey) -> Clearance {
    let bytes = statement.bytes
    return Clearance(statement: bytes, signature: key.signature(of: bytes))
  }
}
