public import Cryptography

/// The signed head of a log: its name, how many records it has, the root over all of them.
///
/// Source: C2SP tlog-checkpoint. Only ``init(verifying:by:)`` and signing make one, so that it is always authentic.
public struct Checkpoint: Sendable, Equatable {
  public let origin: String
  public let size: UInt64
  let rootHash: MerkleHash
  let note: SignedNote

  public var root: Digest { rootHash.digest }
  /// The note as stored and published.
  public var text: String { note.serialized }

  /// Signs a new head as the log `origin`.
  init(origin: String, size: UInt64, root: MerkleHash, signer: SigningKey) throws(AuditError) {
    let key = try NoteKey(name: origin, key: signer.verificationKey)
    let text = "\(origin)\n\(size)\n\(Base64.encode(root.bytes))\n"
    let signature = SignedNote.Signature(
      name: origin, keyID: key.id, bytes: signer.signature(of: Array(text.utf8)))
    self.origin = origin
    self.size = size
    rootHash = root
    note = SignedNote(text: text, signatures: [signature])
  }

  /// Reads a checkpoint and checks the log's signature; signatures by others are kept and not judged.
  public init(verifying bytes: [UInt8], by key: NoteKey) throws(AuditError) {
    try self.init(note: SignedNote(parsing: bytes), key: key)
  }

  private init(note: SignedNote, key: NoteKey) throws(AuditError) {
    let lines = try note.verifiedText(by: key).unicodeScalars
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard lines.count >= 4, lines.last == "", !lines.dropLast().contains(""),
      let size = canonicalDecimal(lines[1]), let bytes = Base64.decode(lines[2]),
      let root = MerkleHash(bytes: bytes)
    else { throw .malformed("checkpoint", reason: "expected origin, size and root hash on a line each") }
    guard lines[0] == key.name else { throw .malformed("checkpoint", reason: "its origin is not '\(key.name)'") }
    (origin, self.size, rootHash, self.note) = (lines[0], size, root, note)
  }

  /// The times at which `witness` signed this head, POSIX seconds. Throws when it did not, or not validly.
  public func cosignatureTime(by witness: NoteKey) throws(AuditError) -> UInt64 {
    _ = try note.verifiedText(by: witness)
    let own = note.signatures.filter { $0.name == witness.name && $0.keyID == witness.id }
    guard let time = own.compactMap({ Cosignature(bytes: $0.bytes)?.time }).max() else {
      throw .notSigned(by: witness.name)
    }
    return time
  }

  /// The same head with a witness's signature added, or renewed.
  func cosigned(name: String, signer: SigningKey, time: UInt64) throws(AuditError) -> Checkpoint {
    let key = try NoteKey(name: name, kind: .witness, key: signer.verificationKey)
    let bytes = Cosignature(of: note.text, time: time, signer: signer).bytes
    let others = note.signatures.filter { $0.name != name || $0.keyID != key.id }
    let signed = SignedNote(
      text: note.text, signatures: others + [.init(name: name, keyID: key.id, bytes: bytes)])
    return Checkpoint(self, note: signed)
  }

  private init(_ other: Checkpoint, note: SignedNote) {
    (origin, size, rootHash, self.note) = (other.origin, other.size, other.rootHash, note)
  }
}
