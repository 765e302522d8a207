public import Cryptography

/// Whoever countersigns a log's heads, and so makes it impossible to show different logs to different people.
///
/// Remembers the newest head it signed, and signs a new one only with a proof that the log has only grown.
/// Source: C2SP tlog-cosignature, tlog-witness.
public struct Witness: Sendable {
  public let name: String
  private let signer: SigningKey
  /// The newest head signed; keep it durably between runs.
  public private(set) var latest: Checkpoint?

  /// Throws ``AuditError/malformed(_:reason:)`` for a name that a note cannot carry.
  public init(name: String, signer: SigningKey, latest: Checkpoint? = nil) throws(AuditError) {
    _ = try NoteKey(name: name, kind: .witness, key: signer.verificationKey)
    self.name = name
    self.signer = signer
    self.latest = latest
  }

  /// The key to give to relying parties.
  public func key() throws(AuditError) -> NoteKey {
    try NoteKey(name: name, kind: .witness, key: signer.verificationKey)
  }

  /// Signs the log's newest head at `time`, POSIX seconds.
  ///
  /// Throws ``AuditError/inconsistent(_:)`` when the log was shortened or rewritten since ``latest``.
  public mutating func cosign(_ log: AuditVerifier, time: UInt64) throws(AuditError) -> Checkpoint {
    let head = if let latest { try log.consistency(with: latest).new } else { try log.checkpoint() }
    let signed = try head.cosigned(name: name, signer: signer, time: time)
    latest = signed
    return signed
  }
}
