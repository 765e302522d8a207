internal import Cryptography

/// A log as it stood at one moment, read without the writer's help: durable tiles, and the journal for what is newer.
struct LogReader: Sendable {
  let files: any FileSystem
  let key: NoteKey
  let journal: Journal
  let archive: LogArchive
  /// Tiles that lie wholly or partly above the journal's base.
  private let newTiles: [TileID: [MerkleHash]]

  private struct TileID: Hashable {
    var level: Int
    var index: UInt64
  }

  var checkpoint: Checkpoint { journal.checkpoint }
  var size: UInt64 { journal.size }

  /// Takes a snapshot. With no `key` it trusts the one stored beside the log, which proves nothing against whoever
  /// could rewrite the whole folder.
  init(_ files: any FileSystem, directory: String, key: NoteKey?, archive: LogArchive = LogArchive())
    throws(AuditError)
  {
    // The sync makes a checkpoint durable before it can be shown to anyone: the writer may have only just written it.
    guard let bytes = try files.read(Journal.path) else { throw .noLog(directory: directory) }
    try files.sync(Journal.path)
    let trusted = if let key { key } else { try LogReader.storedKey(files) }
    try self.init(files, key: trusted, archive: archive, journal: bytes)
  }

  /// The log as a journal of these bytes tells it.
  init(_ files: any FileSystem, key: NoteKey, archive: LogArchive, journal bytes: [UInt8]) throws(AuditError) {
    self.files = files
    self.key = key
    self.archive = archive
    journal = try Journal(parsing: bytes, key: key)
    var tiles: [TileID: [MerkleHash]] = [:]
    var edge = journal.baseEdge
    for range in journal.entries {
      edge.append(MerkleHash(leaf: bytes.span.extracting(range))) {
        tiles[TileID(level: $0.level, index: $0.index)] = $0.hashes
      }
    }
    for (level, hashes) in edge.tiles.enumerated() where !hashes.isEmpty {
      tiles[TileID(level: level, index: edge.size >> UInt64(Tile.height * (level + 1)))] = hashes
    }
    guard edge.root == journal.checkpoint.rootHash else {
      throw Journal.damaged("its records do not lead to the signed root")
    }
    newTiles = tiles
  }

  static func storedKey(_ files: any FileSystem) throws(AuditError) -> NoteKey {
    guard let bytes = try files.read(LogStore.keyPath), bytes.last == 0x0a,
      let text = String(validating: bytes.dropLast(), as: UTF8.self), let key = try? NoteKey(vkey: text)
    else { throw .damaged([Damage(file: LogStore.keyPath, reason: "it is missing or damaged")]) }
    return key
  }

  /// Proofs for the tree as it stood at `size`, at most the snapshot's own.
  func proofs(size: UInt64) -> TreeProofs {
    TreeProofs(size: size) { (level, index) throws(AuditError) in try subtree(level, index) }
  }

  // A tile stores every eighth level; the levels between are hashed from it.
  private func subtree(_ level: Int, _ index: UInt64) throws(AuditError) -> MerkleHash {
    let width = 1 << (level % Tile.height)
    let first = index * UInt64(width)
    let hashes = try tile(level / Tile.height, first / UInt64(Tile.width))
    let start = Int(first % UInt64(Tile.width))
    return Tile.root(of: hashes[start..<start + width])
  }

  func tile(_ level: Int, _ index: UInt64) throws(AuditError) -> [MerkleHash] {
    if let hashes = newTiles[TileID(level: level, index: index)] { return hashes }
    return try storedTile(.hashes(level: level, index: index, width: Tile.width))
  }

  func storedTile(_ path: TilePath) throws(AuditError) -> [MerkleHash] {
    guard let bytes = try files.read(path.description) else { throw damaged(path, "it is missing") }
    guard bytes.count == Tile.width * MerkleHash.byteCount, let hashes = [MerkleHash](tileBytes: bytes) else {
      throw damaged(path, "it has \(bytes.count) bytes instead of \(Tile.width * MerkleHash.byteCount)")
    }
    return hashes
  }

  /// The records of one bundle that lies below the journal's base; nil when they were removed under retention policy.
  func storedBundle(_ index: UInt64) throws(AuditError) -> StoredBundle? {
    let path = TilePath.entries(index: index, width: Tile.width)
    if let bytes = try files.read(path.description) { return StoredBundle(bytes) }
    if let bytes = try archive.cold?.read(path.description) { return StoredBundle(bytes) }
    if archive.isRemoved(bundle: index) { return nil }
    throw damaged(
      path, archive.isSealed(bundle: index) ? "it was sealed; name its folder with --cold" : "it is missing")
  }

  /// Calls `body` with each record of `range` that is still there, in order, holding one bundle at a time.
  func forEachEntry(in range: Range<UInt64>, _ body: (UInt64, Span<UInt8>) throws(AuditError) -> Bool)
    throws(AuditError)
  {
    var index = range.lowerBound
    let end = min(range.upperBound, size)
    while index < end, index < journal.base {
      let next = (index / UInt64(Tile.width) + 1) * UInt64(Tile.width)
      guard let bundle = try wholeBundle(index / UInt64(Tile.width)) else {
        index = next
        continue
      }
      while index < min(next, end) {
        guard try body(index, bundle.bytes.span.extracting(bundle.entries[Int(index % UInt64(Tile.width))])) else {
          return
        }
        index += 1
      }
    }
    while index < end {
      guard try body(index, journal.bytes.span.extracting(journal.entries[Int(index - journal.base)])) else { return }
      index += 1
    }
  }

  func wholeBundle(_ index: UInt64) throws(AuditError) -> StoredBundle? {
    guard let bundle = try storedBundle(index) else { return nil }
    guard bundle.isWhole else {
      throw damaged(.entries(index: index, width: Tile.width), "the lengths of its records do not add up")
    }
    return bundle
  }

  func damaged(_ path: TilePath, _ reason: String, record: UInt64? = nil) -> AuditError {
    .damaged([Damage(file: path.description, record: record, reason: reason)])
  }
}
