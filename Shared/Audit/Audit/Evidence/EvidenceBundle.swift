internal import Cryptography

/// A folder that proves what some records say, to somebody who has neither Weir nor access to the log:
///
///     records/<index>.json        the record, byte for byte as hashed
///     proofs/<index>.tlog-proof   that it is in the log
///     checkpoint, log.vkey        the log's signed head and public key
///     policies/<digest>.yaml      policies that decided, where given
///     verify.py                   checks all of it with Python's standard library alone
public struct EvidenceBundle: Sendable {
  private let auditor: AuditVerifier

  public init(_ auditor: AuditVerifier) { self.auditor = auditor }

  /// Writes the bundle for `range` of the log into `folder`, and returns how many records it holds.
  ///
  /// `policies` are the files' texts; each is stored under its SHA-256, which is what records name.
  @discardableResult
  public func write(to folder: String, range: Range<UInt64> = 0..<UInt64.max, policies: [[UInt8]] = [])
    throws(AuditError) -> Int
  {
    let files = DiskFileSystem(directory: folder)
    try files.makeDirectory()
    let reader = try auditor.snapshot()
    let proofs = reader.proofs(size: reader.size)
    var count = 0
    try reader.forEachEntry(in: range) { (index, record) throws(AuditError) in
      let proof = ProofFile(index: index, path: try proofs.inclusion(of: index), checkpoint: reader.checkpoint)
      try files.write("records/\(index).json", record.withUnsafeBufferPointer { Array($0) })
      try files.write("proofs/\(index).tlog-proof", Array(proof.text.utf8))
      count += 1
      return true
    }
    for policy in policies { try files.write("policies/\(Digest(of: policy)).yaml", policy) }
    try files.write("checkpoint", Array(reader.checkpoint.text.utf8))
    try files.write("log.vkey", Array("\(reader.key)\n".utf8))
    try files.write("verify.py", Array(EvidenceBundle.verifier.utf8))
    return count
  }
}
