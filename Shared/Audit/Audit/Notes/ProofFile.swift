public import Cryptography

/// A proof that a record is in the log, complete in one file: index, audit path, checkpoint.
///
/// Source: C2SP tlog-proof.
public struct ProofFile: Sendable, Equatable {
  public let index: UInt64
  let path: [MerkleHash]
  /// The checkpoint's bytes as they stand in the file, not yet verified.
  let note: [UInt8]

  private static let header = "c2sp.org/tlog-proof@v1"

  init(index: UInt64, path: [MerkleHash], checkpoint: Checkpoint) {
    self.index = index
    self.path = path
    note = Array(checkpoint.text.utf8)
  }

  /// The file's text.
  public var text: String {
    ([ProofFile.header, "index \(index)"] + path.map { Base64.encode($0.bytes) } + ["", ""]).joined(separator: "\n")
      + String(decoding: note, as: UTF8.self)
  }

  /// Reads a proof; extra data is skipped, as nothing authenticates it.
  public init(parsing bytes: [UInt8]) throws(AuditError) {
    guard bytes.count <= AuditLimits.proofBytesMax else { throw ProofFile.unreadable("it is too long") }
    var lines = bytes.split(separator: 0x0a, maxSplits: 70, omittingEmptySubsequences: false)[...]
    func next() throws(AuditError) -> String {
      guard let line = lines.popFirst(), let text = String(validating: line, as: UTF8.self) else {
        throw ProofFile.unreadable("it ends early")
      }
      return text
    }
    guard try next() == ProofFile.header else { throw ProofFile.unreadable("it does not begin as a tlog-proof") }
    var line = try next()
    if line.hasPrefix("extra ") { line = try next() }
    guard line.hasPrefix("index "), let index = canonicalDecimal(line.dropFirst(6)) else {
      throw ProofFile.unreadable("no index line")
    }
    var path: [MerkleHash] = []
    line = try next()
    while !line.isEmpty {
      guard path.count < 64, let hash = Base64.decode(line).flatMap({ MerkleHash(bytes: $0) }) else {
        throw ProofFile.unreadable("hash \(path.count) is malformed")
      }
      path.append(hash)
      line = try next()
    }
    guard let first = lines.first, !first.isEmpty else { throw ProofFile.unreadable("it has no checkpoint") }
    self.index = index
    self.path = path
    note = Array(lines.joined(separator: [0x0a]))
  }

  /// Checks that `record`, byte for byte, is record ``index`` of the log signed by `key`.
  ///
  /// Returns the checkpoint that says so. Throws ``AuditError`` for everything else.
  @discardableResult
  public func verify(record: [UInt8], key: NoteKey) throws(AuditError) -> Checkpoint {
    try verify(leafHash: MerkleHash(leaf: record), key: key)
  }

  /// The same for a caller who kept only the receipt.
  @discardableResult
  public func verify(leafHash: Digest, key: NoteKey) throws(AuditError) -> Checkpoint {
    try verify(leafHash: MerkleHash(leafHash), key: key)
  }

  private func verify(leafHash: MerkleHash, key: NoteKey) throws(AuditError) -> Checkpoint {
    let checkpoint = try Checkpoint(verifying: note, by: key)
    guard
      ProofVerification.isIncluded(
        leafHash, at: index, size: checkpoint.size, root: checkpoint.rootHash, proof: path)
    else { throw .inconsistent("the proof does not lead from this record at index \(index) to the signed root") }
    return checkpoint
  }

  private static func unreadable(_ reason: String) -> AuditError { .malformed("proof", reason: reason) }
}
