/// Finds what is wrong in a log's folder, and derives again what the rest of it determines: tiles from records, partial
/// tiles and bundles and the checkpoint from the journal, a journal from published bundles, the stored key from the one
/// given. Never a record: one that is damaged wherever it is kept stays damaged, and is named.
public struct LogRepair: Sendable {
  private let files: any FileSystem
  private let directory: String
  private let trusted: NoteKey?
  private let cold: (any FileSystem)?
  private let lock: @Sendable () throws(AuditError) -> DiskFile?

  /// `key` is the log's public key as its owner knows it; without one the key stored beside the log is believed.
  public init(directory: String, key: NoteKey? = nil, cold: String? = nil) {
    let disk = DiskFileSystem(directory: directory)
    self.init(
      files: disk, directory: directory, key: key, cold: cold.map(DiskFileSystem.init),
      lock: { () throws(AuditError) in try disk.lock() })
  }

  init(
    files: any FileSystem, directory: String = "log", key: NoteKey?, cold: (any FileSystem)? = nil,
    lock: @escaping @Sendable () throws(AuditError) -> DiskFile? = { () throws(AuditError) in nil }
  ) {
    self.files = files
    self.directory = directory
    trusted = key
    self.cold = cold
    self.lock = lock
  }

  /// Examines the folder; with `repairing` it also writes what can be derived, while no gateway has the log open.
  ///
  /// Throws ``AuditError/locked(directory:)``, ``AuditError/noLog(directory:)`` and failures of the disk; damage is in
  /// the report.
  public func run(repairing: Bool) throws(AuditError) -> FsckReport {
    let held = repairing ? try lock() : nil
    defer { withExtendedLifetime(held) {} }
    var report = FsckReport()
    guard let key = try key(&report, repairing) else { return report }
    if let reader = try reader(key, &report, repairing) { try examine(reader, &report, repairing) }
    if report.findings.isEmpty || report.isRepaired {
      report.log = try? AuditVerifier(files: files, directory: directory, key: key, cold: cold).verify()
    }
    return report
  }

  private func key(_ report: inout FsckReport, _ repairing: Bool) throws(AuditError) -> NoteKey? {
    do throws(AuditError) {
      let stored = try LogReader.storedKey(files)
      guard let trusted, trusted != stored else { return stored }
      report.add(Damage(file: LogStore.keyPath, reason: "it is not the key that you trust"), "the key given")
    } catch {
      guard case .damaged(let damages) = error else { throw error }
      let journal = try files.read(Journal.path)
      let checkpoint = try files.read(LogStore.checkpointPath)
      if journal == nil, checkpoint == nil { throw AuditError.noLog(directory: directory) }
      damages.forEach { report.add($0, trusted == nil ? nil : "the key given") }
    }
    guard let trusted else { return nil }
    if repairing { try replace(LogStore.keyPath, Array("\(trusted)\n".utf8), &report) }
    return trusted
  }

  /// The log by its journal, or by what its journal must have been.
  private func reader(_ key: NoteKey, _ report: inout FsckReport, _ repairing: Bool) throws(AuditError) -> LogReader? {
    guard let bytes = try files.read(Journal.path) else {
      report.add(
        Damage(file: Journal.path, reason: "it is missing, and may have held records newer than the checkpoint"))
      return nil
    }
    let archive = try LogArchive(files, key: key, cold: cold)
    var published = try PublishedFiles(files, key: key)
    if let reader = try? LogReader(files, key: key, archive: archive, journal: bytes),
      reader.size >= published?.size ?? 0
    {
      return reader
    }
    let scan = JournalScan(bytes)
    var rebuild = JournalRebuild(scan: scan, published: published, key: key)
    let rebuilt = try rebuild.bytes(files)
    let remedy = rebuilt.map { _ in "the journal from its whole frames and the published records" }
    for damage in scan.damages(publishedSize: published?.size, leaf: { published?.leaf($0) }) {
      report.add(damage, remedy)
    }
    guard let rebuilt else {
      if report.findings.isEmpty { report.add(Damage(file: Journal.path, reason: "its records or head do not verify")) }
      return nil
    }
    if repairing { try replace(Journal.path, rebuilt, &report) }
    return try LogReader(files, key: key, archive: archive, journal: rebuilt)
  }

  private func examine(_ reader: LogReader, _ report: inout FsckReport, _ repairing: Bool) throws(AuditError) {
    var verifier = LogVerifier(reader)
    try verifier.examine()
    let isDerivable = verifier.recordsLeadToRoot && !verifier.isFork
    let files = Set(verifier.damagedFiles)
    for damage in verifier.findings {
      report.add(damage, isDerivable && files.contains(damage) ? "the file from the records under it" : nil)
    }
    guard repairing, isDerivable, !files.isEmpty else { return }
    var mender = LogVerifier(mending: reader) { (file, bytes) throws(AuditError) in
      try self.files.write(file, bytes)
      try self.files.makeDurable([file])
    }
    try mender.examine()
    // Last, as it promises everything under it.
    try replace(LogStore.checkpointPath, Array(reader.checkpoint.text.utf8), &report)
  }

  private func replace(_ path: String, _ bytes: [UInt8], _ report: inout FsckReport) throws(AuditError) {
    try files.replaceDurably(path, bytes)
    report.isRepaired = true
  }
}

extension FsckReport {
  fileprivate mutating func add(_ damage: Damage, _ remedy: String? = nil) {
    findings.append(Finding(damage: damage, remedy: remedy))
  }
}
