internal import Cryptography

/// The log on disk, one writer, no threads and no clock.
///
/// Order of a commit: records and the new signed checkpoint go to the journal, one sync, and only then are they
/// acknowledged. Tiles and the `checkpoint` file are written later by ``publish(durably:)``, and ``seal()`` makes them
/// durable before the journal starts anew. After any error the value must be dropped and ``open(_:origin:signer:)``
/// called: what the disk really holds is known only by reading it, as a failed sync may have lost any write before it.
struct LogStore {
  static let checkpointPath = "checkpoint"
  static let keyPath = "log.vkey"

  private let files: any FileSystem
  private let signer: SigningKey
  private let origin: String
  private var journal: (any AppendableFile)?
  private var journalBytes = 0
  private var edge: TreeEdge
  /// The records of the unfinished bundle, as the bundle's file has them.
  private var bundle: [UInt8] = []
  /// Full tiles and bundles that are in the journal only.
  private var unwritten: [(path: TilePath, bytes: [UInt8])] = []
  /// Full tiles and bundles that are written, and not yet durable.
  private var unsynced: [TilePath] = []
  /// The head that the files in the folder show.
  private var publishedSize: UInt64 = 0
  private(set) var checkpoint: Checkpoint

  var size: UInt64 { edge.size }
  var isPublished: Bool { publishedSize == size }
  var mustPublish: Bool { size - publishedSize >= AuditLimits.unpublishedRecordsMax }
  var mustSeal: Bool { journalBytes >= AuditLimits.journalBytesMax }

  private init(
    files: any FileSystem, origin: String, signer: SigningKey, edge: TreeEdge, checkpoint: Checkpoint
  ) {
    self.files = files
    self.origin = origin
    self.signer = signer
    self.edge = edge
    self.checkpoint = checkpoint
  }
}

// MARK: - Appending

extension LogStore {
  /// Makes `entries` durable, in order; returns the hash of each. The first has index ``size`` as it was before.
  mutating func commit(_ entries: [[UInt8]]) throws(AuditError) -> [MerkleHash] {
    guard let journal else { throw .closed }
    let first = size
    var payload: [UInt8] = []
    let leaves = entries.map { MerkleHash(leaf: $0) }
    for (entry, leaf) in zip(entries, leaves) {
      EntryBundle.append(entry, to: &payload)
      add(entry, leaf)
    }
    checkpoint = try Checkpoint(origin: origin, size: size, root: edge.root, signer: signer)
    let frame = Journal.frame(first: first, count: entries.count, entries: payload, checkpoint: checkpoint)
    try journal.append(frame)
    try journal.sync()
    journalBytes += frame.count
    return leaves
  }

  private mutating func add(_ entry: some Collection<UInt8>, _ leaf: MerkleHash) {
    EntryBundle.append(entry, to: &bundle)
    if (edge.size + 1).isMultiple(of: UInt64(Tile.width)) {
      unwritten.append((.entries(index: edge.size / UInt64(Tile.width), width: Tile.width), bundle))
      bundle = []
    }
    edge.append(leaf) { unwritten.append(($0.path, $0.hashes.tileBytes)) }
  }
}

// MARK: - Publishing

extension LogStore {
  /// Writes the tiles and the checkpoint that readers see. Without `durably` a power failure may tear them, which does
  /// no harm: the journal still holds what they say.
  mutating func publish(durably: Bool) throws(AuditError) {
    try writeFullTiles()
    let partials = partialFiles()
    for file in partials { try place(file.path.description, file.bytes) }
    if durably { try files.makeDurable(partials.map(\.path.description)) }
    try writeCheckpoint(durably: durably)
    let current = Set(partials.map(\.path))
    for path in partialPaths(size: publishedSize) where !current.contains(path) {
      try files.remove(path.description)
    }
    publishedSize = size
  }

  /// Makes all full tiles durable and starts the journal anew, so that it holds fewer than 256 records.
  mutating func seal() throws(AuditError) {
    try writeFullTiles()
    try files.makeDurable(unsynced.map(\.description))
    unsynced = []
    let width = partialWidth(level: 0, size: size)
    let base = size - UInt64(width)
    let bytes =
      Journal.header(base: base, upperTiles: edge.tiles.dropFirst())
      + Journal.frame(first: base, count: width, entries: bundle, checkpoint: checkpoint)
    journal = nil
    try files.replaceDurably(Journal.path, bytes)
    journal = try files.openForAppending(Journal.path)
    journalBytes = bytes.count
  }

  /// Leaves a folder that any reader of tiles can verify, with nothing that only the journal knows.
  mutating func close() throws(AuditError) {
    try publish(durably: true)
    try seal()
    journal = nil
  }

  private mutating func writeFullTiles() throws(AuditError) {
    for file in unwritten {
      try place(file.path.description, file.bytes)
      unsynced.append(file.path)
    }
    unwritten = []
  }

  // A log that is opened again writes what its journal vouches for, also over files that are published: those are
  // replaced whole, so that a crash meanwhile tears nothing that a reader relies upon.
  private func place(_ path: String, _ bytes: [UInt8]) throws(AuditError) {
    guard try files.read(path) != nil else { return try files.write(path, bytes) }
    let next = path + ".next"
    try files.write(next, bytes)
    try files.sync(next)
    try files.rename(next, to: path)
  }

  private func writeCheckpoint(durably: Bool) throws(AuditError) {
    let bytes = Array(checkpoint.text.utf8)
    if durably { return try files.replaceDurably(LogStore.checkpointPath, bytes) }
    let next = LogStore.checkpointPath + ".next"
    try files.write(next, bytes)
    try files.rename(next, to: LogStore.checkpointPath)
  }

  private func partialFiles() -> [(path: TilePath, bytes: [UInt8])] {
    var files: [(path: TilePath, bytes: [UInt8])] = []
    for path in partialPaths(size: size) {
      switch path {
      case .entries: files.append((path, bundle))
      case .hashes(let level, _, _): files.append((path, edge.tiles[level].tileBytes))
      }
    }
    return files
  }
}

/// The files at the right edge of a tree of `size` records.
func partialPaths(size: UInt64) -> [TilePath] {
  var paths: [TilePath] = []
  let width = partialWidth(level: 0, size: size)
  if width > 0 { paths.append(.entries(index: size / UInt64(Tile.width), width: width)) }
  var level = 0
  while size >> UInt64(Tile.height * level) > 0 {
    let width = partialWidth(level: level, size: size)
    if width > 0 { paths.append(.hashes(level: level, index: size >> UInt64(Tile.height * (level + 1)), width: width)) }
    level += 1
  }
  return paths
}

// MARK: - Opening

extension LogStore {
  /// Opens the log, or makes an empty one in an empty folder.
  ///
  /// Reads the journal, rewrites everything that only it vouches for, and starts a new journal. Refuses with
  /// ``AuditError/damaged(_:)`` when the disk holds less than what was signed: going on would fork the log.
  static func open(_ files: any FileSystem, origin: String, signer: SigningKey) throws(AuditError) -> LogStore {
    let key = try NoteKey(name: origin, key: signer.verificationKey)
    guard let bytes = try files.read(Journal.path) else { return try create(files, key: key, signer: signer) }
    try checkKey(files, key: key)
    let journal = try Journal(parsing: bytes, key: key)
    let published = try publishedCheckpoint(files, key: key)
    if let published, published.size > journal.size {
      throw Journal.damaged("it ends at record \(journal.size), but the checkpoint promises \(published.size)")
    }
    var store = LogStore(
      files: files, origin: origin, signer: signer, edge: journal.baseEdge, checkpoint: journal.checkpoint)
    for range in journal.entries {
      store.add(journal.bytes[range], MerkleHash(leaf: journal.bytes.span.extracting(range)))
    }
    guard store.edge.root == journal.checkpoint.rootHash else {
      throw Journal.damaged("its records do not lead to the signed root")
    }
    store.publishedSize = published?.size ?? 0
    try store.seal()
    try store.publish(durably: true)
    return store
  }

  private static func create(_ files: any FileSystem, key: NoteKey, signer: SigningKey) throws(AuditError) -> LogStore {
    guard try files.read(checkpointPath) == nil else { throw Journal.damaged("it is missing") }
    try files.replaceDurably(keyPath, Array("\(key)\n".utf8))
    let empty = try Checkpoint(origin: key.name, size: 0, root: .empty, signer: signer)
    var store = LogStore(files: files, origin: key.name, signer: signer, edge: TreeEdge(), checkpoint: empty)
    try store.seal()
    try store.publish(durably: true)
    return store
  }

  private static func checkKey(_ files: any FileSystem, key: NoteKey) throws(AuditError) {
    guard try files.read(keyPath) == Array("\(key)\n".utf8) else {
      throw .damaged([Damage(file: keyPath, reason: "it is not the key or the origin this log is opened with")])
    }
  }

  /// A checkpoint that a crash tore says nothing; one that is whole is a promise.
  private static func publishedCheckpoint(_ files: any FileSystem, key: NoteKey) throws(AuditError) -> Checkpoint? {
    guard let bytes = try files.read(checkpointPath) else { return nil }
    return try? Checkpoint(verifying: bytes, by: key)
  }
}
