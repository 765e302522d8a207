extension AuditVerifier {
  /// That the log has only grown since `old` was signed: a proof from that head to the newest.
  ///
  /// Throws ``AuditError/inconsistent(_:)`` when the log was shortened or rewritten.
  public func consistency(with old: Checkpoint) throws(AuditError) -> ConsistencyProof {
    let reader = try snapshot()
    guard old.size <= reader.size else {
      throw .inconsistent("the log holds \(reader.size) records, and held \(old.size): it was shortened")
    }
    let proof = ConsistencyProof(
      old: old, new: reader.checkpoint, path: try reader.proofs(size: reader.size).consistency(from: old.size))
    guard proof.isValid else {
      throw .inconsistent("the log's first \(old.size) records are not those that were signed: it was rewritten")
    }
    return proof
  }
}

/// A proof that one checkpoint's tree is a prefix of another's. Source: RFC 9162 section 2.1.4.
public struct ConsistencyProof: Sendable, Equatable {
  public let old: Checkpoint
  public let new: Checkpoint
  let path: [MerkleHash]

  public var isValid: Bool {
    old.origin == new.origin
      && ProofVerification.isConsistent(
        first: old.size, firstRoot: old.rootHash, second: new.size, secondRoot: new.rootHash, proof: path)
  }

  /// As the request of C2SP tlog-witness has it: the old size, the hashes, an empty line, the new checkpoint.
  public var text: String {
    (["old \(old.size)"] + path.map { Base64.encode($0.bytes) } + ["", ""]).joined(separator: "\n") + new.text
  }
}
