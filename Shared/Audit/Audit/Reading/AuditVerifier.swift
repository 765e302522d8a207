public import Cryptography

/// What verification established.
public struct VerifiedLog: Sendable, Equatable {
  /// The head that all records lead to.
  public let checkpoint: Checkpoint
  public let key: NoteKey
  /// Records that were removed under retention policy: their hashes are in the log, they themselves are gone.
  public let removed: [Range<UInt64>]

  public var size: UInt64 { checkpoint.size }
  public var root: Digest { checkpoint.root }
}

/// Reads and checks a log's folder, also while a gateway writes it, and after it crashed. Changes nothing.
public struct AuditVerifier: Sendable {
  let files: any FileSystem
  private let directory: String
  private let trusted: NoteKey?
  private let cold: (any FileSystem)?

  /// `key` is the log's public key as the auditor knows it. Without one the key stored beside the log is believed,
  /// which finds accidents and not a rewritten log. `cold` is the folder that sealed records were moved to.
  public init(directory: String, key: NoteKey? = nil, cold: String? = nil) {
    self.init(
      files: DiskFileSystem(directory: directory), directory: directory, key: key, cold: cold.map(DiskFileSystem.init))
  }

  init(files: any FileSystem, directory: String = "log", key: NoteKey? = nil, cold: (any FileSystem)? = nil) {
    self.files = files
    self.directory = directory
    trusted = key
    self.cold = cold
  }

  /// Recomputes the root from every record and compares every tile.
  ///
  /// Throws ``AuditError/damaged(_:)``, naming each file and record that is not what was signed.
  public func verify() throws(AuditError) -> VerifiedLog {
    // A gateway that publishes during the pass removes files that were expected: look again at a log that moved.
    var attempts = 3
    while true {
      let reader = try diagnosedSnapshot()
      do throws(AuditError) {
        try checkStoredKey()
        var verifier = LogVerifier(reader)
        try verifier.verify()
        return VerifiedLog(checkpoint: reader.checkpoint, key: reader.key, removed: verifier.removed)
      } catch {
        attempts -= 1
        guard attempts > 0, try snapshot().size > reader.size else { throw error }
      }
    }
  }

  /// A snapshot; where the journal is damaged, the records in it that are.
  private func diagnosedSnapshot() throws(AuditError) -> LogReader {
    do throws(AuditError) { return try snapshot() } catch {
      guard case .damaged(let damages) = error, damages.contains(where: { $0.file == Journal.path }),
        let bytes = try files.read(Journal.path)
      else { throw error }
      let named = try JournalScan(bytes).damages(in: files, key: trustedKey())
      throw named.isEmpty ? error : .damaged(named)
    }
  }

  /// The key that signatures are checked against: the auditor's, or else the one stored beside the log.
  public func trustedKey() throws(AuditError) -> NoteKey {
    if let trusted { return trusted }
    guard try files.read(Journal.path) != nil else { throw .noLog(directory: directory) }
    return try LogReader.storedKey(files)
  }

  /// The administrative log beside this one; nil where nothing was recorded yet.
  public func administration() throws(AuditError) -> AuditVerifier? {
    let folder = Subfolder(files: files, name: AdministrativeLog.folder)
    guard try folder.read(Journal.path) != nil else { return nil }
    return AuditVerifier(
      files: folder, directory: "\(directory)/\(AdministrativeLog.folder)",
      key: try AdministrativeLog.key(of: trustedKey()))
  }

  /// The head of the log, without a check of what lies under it.
  public func checkpoint() throws(AuditError) -> Checkpoint { try snapshot().checkpoint }

  /// A proof that record `index` is in the log, for the newest checkpoint.
  public func prove(index: UInt64) throws(AuditError) -> ProofFile {
    let reader = try snapshot()
    let path = try reader.proofs(size: reader.size).inclusion(of: index)
    return ProofFile(index: index, path: path, checkpoint: reader.checkpoint)
  }

  /// The bytes of one record.
  public func record(index: UInt64) throws(AuditError) -> [UInt8] {
    var found: [UInt8]?
    let size = try forEachRecord(in: index..<index + 1) { _, bytes in
      found = bytes
      return false
    }
    guard let found else { throw index < size ? .removed(index: index) : .noSuchRecord(index: index, size: size) }
    return found
  }

  /// Calls `body` with each record of `range` that exists, in order, until it returns false. Returns the log's size.
  @discardableResult
  public func forEachRecord(
    in range: Range<UInt64> = 0..<UInt64.max, _ body: (UInt64, [UInt8]) throws(AuditError) -> Bool
  )
    throws(AuditError) -> UInt64
  {
    let reader = try snapshot()
    try reader.forEachEntry(in: range) { (index, bytes) throws(AuditError) in
      try body(index, bytes.withUnsafeBufferPointer { Array($0) })
    }
    return reader.size
  }

  func snapshot() throws(AuditError) -> LogReader {
    let key = try trustedKey()
    return try LogReader(
      files, directory: directory, key: key, archive: LogArchive(files, key: key, cold: cold))
  }

  private func checkStoredKey() throws(AuditError) {
    let stored = try LogReader.storedKey(files)
    if let trusted, trusted != stored {
      throw .damaged([Damage(file: LogStore.keyPath, reason: "it is not the key that you trust")])
    }
  }
}
