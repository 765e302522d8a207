public import Cryptography

/// Proof that a record is durable: only a log that synced the disk makes one.
public struct AuditReceipt: Sendable, Hashable {
  /// Position in the log, from 0.
  public let index: UInt64
  /// SHA-256(0x00 || record), RFC 6962.
  public let leafHash: Digest

  init(index: UInt64, leafHash: Digest) {
    self.index = index
    self.leafHash = leafHash
  }
}
