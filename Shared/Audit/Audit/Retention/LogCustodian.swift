public import Cryptography

/// Moves old records to cold storage, and removes those that the retention policy no longer keeps.
///
/// Whole bundles of 256 records only, and only those that are durable and older than the gateway's journal, so that a
/// gateway may go on writing meanwhile. Each move and each removal is recorded in the administrative log before the
/// first file is gone; a crash between leaves files that the next run takes.
public struct LogCustodian: Sendable {
  private let files: any FileSystem
  private let cold: (any FileSystem)?
  private let key: NoteKey
  private let administration: AdministrativeLog
  private let administrator: Administrator

  /// For the log `origin` in `directory`, which `signer` signs, with `cold` as the folder of what is sealed.
  public init(directory: String, cold: String?, origin: String, signer: SigningKey, by administrator: Administrator)
    throws(AuditError)
  {
    let coldFiles = cold.map(DiskFileSystem.init)
    try coldFiles?.makeDirectory()
    self.init(
      DiskFileSystem(directory: directory), cold: coldFiles,
      key: try NoteKey(name: origin, key: signer.verificationKey),
      administration: AdministrativeLog(beside: directory, origin: origin, signer: signer), by: administrator)
  }

  init(
    _ files: any FileSystem, cold: (any FileSystem)?, key: NoteKey, administration: AdministrativeLog,
    by administrator: Administrator
  ) {
    self.files = files
    self.cold = cold
    self.key = key
    self.administration = administration
    self.administrator = administrator
  }

  /// Moves the records made before `time`, milliseconds since 1970, to cold storage, which must have been named;
  /// returns which.
  ///
  /// Throws ``AuditError/damaged(_:)`` for a bundle that does not match its hashes: it stays where it is.
  public func seal(before time: Int64) throws(AuditError) -> [Range<UInt64>] {
    guard let cold else { preconditionFailure("sealing needs the folder of cold storage") }
    let reader = try reader()
    var moved: [Range<UInt64>] = []
    var batch: [UInt64] = []
    for bundle in try bundles(of: reader, before: time) where try files.read(path(bundle)) != nil {
      batch.append(bundle)
      if batch.count == AuditLimits.sealedBundlesMax {
        moved += try move(batch, reader, to: cold)
        batch = []
      }
    }
    return LogArchive.joined(moved + (try move(batch, reader, to: cold)))
  }

  /// Removes the records made before `time`, milliseconds since 1970, wherever they are, but for those under a legal
  /// hold; returns which. Their hashes stay.
  public func remove(before time: Int64) throws(AuditError) -> [Range<UInt64>] {
    let holds = try holds().map(\.records)
    let due = try bundles(of: reader(), before: time).filter { bundle in
      !holds.contains { $0.overlaps(records(of: bundle)) }
    }
    let ranges = LogArchive.joined(due.map(records))
    for range in ranges { try record(.remove, range) }
    try erase(due, from: files)
    if let cold { try erase(due, from: cold) }
    return ranges
  }

  /// Legal holds in force.
  public func holds() throws(AuditError) -> [LegalHold] { try AdministrativeActs(beside: files, key: key).holds }

  /// Keeps records from removal until the hold is released.
  public func place(_ hold: LegalHold) throws(AuditError) {
    try administration.record(
      .init(verb: .placeHold, subject: hold.name, log: key.name, range: hold.records), by: administrator)
  }

  /// Throws ``AuditError/noSuchHold(_:)`` for a name that is not in force.
  public func release(hold name: String) throws(AuditError) {
    guard try holds().contains(where: { $0.name == name }) else { throw .noSuchHold(name) }
    try administration.record(.init(verb: .releaseHold, subject: name, log: key.name), by: administrator)
  }
}

extension LogCustodian {
  private func reader() throws(AuditError) -> LogReader {
    try AuditVerifier(files: files, key: key, cold: cold).snapshot()
  }

  /// Bundles that are still there and whose last record was made before `time`. Records stand in the order of time but
  /// for the seconds that they waited for one another, so the search ends at the first younger bundle.
  private func bundles(of reader: LogReader, before time: Int64) throws(AuditError) -> [UInt64] {
    var found: [UInt64] = []
    for bundle in 0..<reader.journal.base / UInt64(Tile.width) {
      guard let stored = try reader.storedBundle(bundle) else { continue }
      guard stored.isWhole else {
        throw reader.damaged(TilePath.entries(index: bundle, width: Tile.width), "it is damaged")
      }
      guard try AuditRecord(canonicalBytes: Array(stored.bytes[stored.entries[255]])).wallClockMs < time else { break }
      found.append(bundle)
    }
    return found
  }

  private func move(_ bundles: [UInt64], _ reader: LogReader, to cold: any FileSystem) throws(AuditError)
    -> [Range<UInt64>]
  {
    guard !bundles.isEmpty else { return [] }
    for bundle in bundles { try copy(bundle, reader, to: cold) }
    try cold.makeDurable(bundles.map(path))
    let ranges = LogArchive.joined(bundles.map(records))
    for range in ranges { try record(.seal, range) }
    try erase(bundles, from: files)
    return ranges
  }

  private func copy(_ bundle: UInt64, _ reader: LogReader, to cold: any FileSystem) throws(AuditError) {
    guard let bytes = try files.read(path(bundle)) else { return }
    let stored = StoredBundle(bytes)
    let tile = try reader.tile(0, bundle)
    guard stored.isWhole, stored.entries.indices.allSatisfy({ stored.leaf($0) == tile[$0] }) else {
      throw reader.damaged(
        .entries(index: bundle, width: Tile.width), "it does not match its hashes, and stays; see: weir audit verify")
    }
    try cold.write(path(bundle), bytes)
    guard try cold.read(path(bundle)) == bytes else {
      throw .storage(operation: "read back", path: path(bundle), code: 0)
    }
  }

  private func erase(_ bundles: [UInt64], from place: any FileSystem) throws(AuditError) {
    var folders: Set<String> = []
    for bundle in bundles where try place.read(path(bundle)) != nil {
      try place.remove(path(bundle))
      folders.insert(directoriesAbove(path(bundle))[0])
    }
    for folder in folders.sorted() { try place.syncDirectory(folder) }
  }

  private func record(_ verb: AuditRecord.Verb, _ range: Range<UInt64>) throws(AuditError) {
    try administration.record(
      .init(verb: verb, subject: "records", log: key.name, range: range), by: administrator)
  }

  private func path(_ bundle: UInt64) -> String { TilePath.entries(index: bundle, width: Tile.width).description }

  private func records(of bundle: UInt64) -> Range<UInt64> {
    bundle * UInt64(Tile.width)..<(bundle + 1) * UInt64(Tile.width)
  }
}
