internal import Cryptography

/// A log as it stood at one moment, read without the writer's help: durable tiles, and the journal for what is newer.
struct LogReader: Sendable {
  let files: any FileSystem
  let key: NoteKey
  let journal: Journal
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
  init(_ files: any FileSystem, directory: String, key: NoteKey?) throws(AuditError) {
    self.files = files
    // The sync makes a checkpoint durable before it can be shown to anyone: the writer may have only just written it.
    guard let bytes = try files.read(Journal.path) else { throw .noLog(directory: directory) }
    try files.sync(Journal.path)
    self.key = if let key { key } else { try LogReader.storedKey(files) }
    journal = try Journal(parsing: bytes, key: self.key)
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

  private func tile(_ level: Int, _ index: UInt64) throws(AuditError) -> [MerkleHash] {
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

  /// The records of one bundle that lie below the journal's base: the file's bytes, and where each record is.
  func storedBundle(_ index: UInt64) throws(AuditError) -> (bytes: [UInt8], entries: [Range<Int>]) {
    let path = TilePath.entries(index: index, width: Tile.width)
    guard let bytes = try files.read(path.description) else { throw damaged(path, "it is missing") }
    guard let entries = EntryBundle.ranges(in: bytes, count: Tile.width),
      entries.last?.upperBound == bytes.count
    else { throw damaged(path, "the lengths of its records do not add up") }
    return (bytes, entries)
  }

  /// Calls `body` with each record of `range` in order, holding one bundle at a time.
  func forEachEntry(in range: Range<UInt64>, _ body: (UInt64, Span<UInt8>) throws(AuditError) -> Bool)
    throws(AuditError)
  {
    var index = range.lowerBound
    let end = min(range.upperBound, size)
    while index < end, index < journal.base {
      let bundle = index / UInt64(Tile.width)
      let (bytes, entries) = try storedBundle(bundle)
      for position in Int(index % UInt64(Tile.width))..<Tile.width where index < end {
        guard try body(index, bytes.span.extracting(entries[position])) else { return }
        index += 1
      }
    }
    while index < end {
      guard try body(index, journal.bytes.span.extracting(journal.entries[Int(index - journal.base)])) else { return }
      index += 1
    }
  }

  func damaged(_ path: TilePath, _ reason: String, record: UInt64? = nil) -> AuditError {
    .damaged([Damage(file: path.description, record: record, reason: reason)])
  }
}
