/// Every bound of the log, with its unit and its reason.
public enum AuditLimits {
  /// Records waiting for the disk: at 50,000/s this is over a second of work, more means the disk has stopped.
  public static let pendingRecordsMax = 65_536
  /// Records in one commit: bounds the memory of a batch (at 1 KB a record, 4 MB) and the latency of its first one.
  static let batchRecordsMax = 4096
  /// Bytes in one commit, for the case of large records.
  static let batchBytesMax = 8 << 20
  /// Bytes of the journal before its records move to durable tiles: bounds recovery time, and the memory of a reader.
  static let journalBytesMax = 16 << 20
  /// Records whose tiles may be unwritten (they are durable in the journal): bounds memory.
  static let unpublishedRecordsMax = 8192
  /// Seconds without an append after which tiles and checkpoint are written out.
  static let quietSeconds = 0.02
  /// Bytes of a checkpoint with its signatures: sixteen signatures of classical keys fit many times.
  static let noteBytesMax = 64 << 10
  /// Signatures in one note: the specification asks verifiers to accept at least 16.
  static let noteSignaturesMax = 64
  /// Bytes of a proof file: a checkpoint, 64 hashes in base64, an index line.
  static let proofBytesMax = noteBytesMax + 8192
  /// Seconds that a command waits for another one's administrative record: each takes a few syncs.
  static let administrativeLockSeconds = 10.0
  /// Bundles that move to cold storage under one record and one burst of syncs: bounds what a crash makes to do again.
  static let sealedBundlesMax = 64
  /// Findings named by one verification; a broken disk would name millions.
  static let damagesMax = 32
}
