/// Recomputes the whole log from its records, in one pass and with one bundle in memory, and compares every stored file
/// with what it must be. The signed root decides who is right: if the records lead to it, a file that differs is the
/// damaged one; if not, the records that differ from their tiles are.
struct LogVerifier {
  let reader: LogReader
  /// Called for each file that is not what the records make of it, with what it must be. For repair.
  private let mend: ((_ file: String, _ bytes: [UInt8]) throws(AuditError) -> Void)?
  private(set) var edge = TreeEdge()
  private(set) var damagedFiles: [Damage] = []
  /// Records and bundles that cannot be what was signed, whatever the root says.
  private(set) var unreadable: [Damage] = []
  /// Records that differ from their tile: damaged if the root is not reached, else the tile is.
  private var suspects: [Damage] = []
  /// Records that retention removed; their hashes were taken from the tiles.
  private(set) var removed: [Range<UInt64>] = []
  /// The edge when it had as many records as the published checkpoint.
  private var publishedEdge: TreeEdge?
  private var published: Checkpoint?
  /// Whether the published checkpoint is signed and contradicts the records: nothing may be derived from either.
  private(set) var isFork = false

  init(_ reader: LogReader) {
    self.reader = reader
    mend = nil
  }

  /// Compares with what the folder would show if all of the log were published, and hands over what differs.
  init(mending reader: LogReader, _ mend: @escaping (_ file: String, _ bytes: [UInt8]) throws(AuditError) -> Void) {
    self.reader = reader
    self.mend = mend
    published = reader.checkpoint
  }

  /// Throws ``AuditError/damaged(_:)`` with what it found.
  mutating func verify() throws(AuditError) {
    try examine()
    let findings = findings
    if !findings.isEmpty { throw .damaged(Array(findings.prefix(AuditLimits.damagesMax))) }
  }

  /// Looks at everything; ``findings`` then says what is wrong.
  mutating func examine() throws(AuditError) {
    if mend == nil { readPublished() }
    if published?.size == 0 { publishedEdge = edge }
    for bundle in 0..<reader.journal.base / UInt64(Tile.width) { try verifyStored(bundle) }
    try verifyJournal()
    try verifyPublished()
  }

  var recordsLeadToRoot: Bool { edge.root == reader.checkpoint.rootHash }

  var findings: [Damage] {
    if recordsLeadToRoot { return unreadable + damagedFiles }
    // The records are wrong, so a tile that contradicts them is not known to be.
    let records = unreadable + suspects
    return records.isEmpty
      ? [Damage(file: Journal.path, reason: "the records do not lead to the signed root")] : records
  }
}

// MARK: - Durable bundles

extension LogVerifier {
  private mutating func verifyStored(_ bundle: UInt64) throws(AuditError) {
    let tile = try keep { () throws(AuditError) in
      try reader.storedTile(.hashes(level: 0, index: bundle, width: Tile.width))
    }
    let stored: StoredBundle?
    do throws(AuditError) { stored = try reader.storedBundle(bundle) } catch {
      guard case .damaged(let damages) = error else { throw error }
      damages.forEach { reportRecord($0) }
      return try append(tile ?? Array(repeating: .empty, count: Tile.width))
    }
    guard let stored else { return try appendRemoved(bundle, tile) }
    try append(leaves(of: stored, bundle, tile))
  }

  // The hash tile is all that is left, so that only the signed root can tell whether it is right.
  private mutating func appendRemoved(_ bundle: UInt64, _ tile: [MerkleHash]?) throws(AuditError) {
    let first = bundle * UInt64(Tile.width)
    removed = LogArchive.joined(removed + [first..<first + UInt64(Tile.width)])
    let file = TilePath.hashes(level: 0, index: bundle, width: Tile.width).description
    if tile == nil { reportRecord(Damage(file: file, reason: "it is damaged, and its records were removed")) }
    try append(tile ?? Array(repeating: .empty, count: Tile.width))
  }

  /// What the records hash to. From the first record on that cannot be read, what the tile says, so that damage further
  /// on is still found.
  private mutating func leaves(of stored: StoredBundle, _ bundle: UInt64, _ tile: [MerkleHash]?) -> [MerkleHash] {
    var leaves = stored.entries.indices.map { stored.leaf($0) }
    let file = TilePath.entries(index: bundle, width: Tile.width).description
    let changed = tile.map { tile in leaves.indices.filter { tile[$0] != leaves[$0] } } ?? []
    if stored.isWhole {
      for position in changed {
        suspect(Damage(file, bundle, position, "it does not match its hash in the tile of hashes"))
      }
      return leaves
    }
    // A wrong length shifts every record behind it: only the first is named.
    let first = changed.first ?? (leaves.count < Tile.width ? leaves.count : nil)
    reportRecord(
      first.map { Damage(file, bundle, $0, "its length or its bytes were changed") }
        ?? Damage(file: file, reason: "it goes on after its last record"))
    let end = first ?? leaves.count
    leaves.replaceSubrange(end..., with: tile.map { $0[end...] } ?? Array(repeating: .empty, count: 256 - end)[...])
    return leaves
  }

  private mutating func append(_ leaves: [MerkleHash]) throws(AuditError) {
    for leaf in leaves { try append(leaf) }
  }

  private mutating func append(_ leaf: MerkleHash) throws(AuditError) {
    var filled: [Tile] = []
    edge.append(leaf) { filled.append($0) }
    for tile in filled where isWritten(tile) { try compare(tile.path, tile.hashes.tileBytes) }
    if edge.size == published?.size { publishedEdge = edge }
  }

  /// Whether the tile's file must be there: it is below the journal's base, or was published.
  private func isWritten(_ tile: Tile) -> Bool {
    (tile.index + 1) << UInt64(Tile.height * (tile.level + 1)) <= max(reader.journal.base, published?.size ?? 0)
  }

  private func keep<Value>(_ read: () throws(AuditError) -> Value) throws(AuditError) -> Value? {
    do throws(AuditError) { return try read() } catch {
      guard case .damaged = error else { throw error }
      return nil
    }
  }
}

// MARK: - Newer than the durable tiles

extension LogVerifier {
  private mutating func readPublished() {
    let path = LogStore.checkpointPath
    do throws(AuditError) {
      guard let bytes = try reader.files.read(path) else {
        // A crash while the log was made: nothing was promised yet.
        if reader.size > 0 { report(path, "it is missing") }
        return
      }
      let checkpoint = try Checkpoint(verifying: bytes, by: reader.key)
      guard checkpoint.size <= reader.size else {
        return try JournalScan(reader.journal.bytes).damages(in: reader.files, key: reader.key)
          .forEach { reportRecord($0) }
      }
      published = checkpoint
    } catch {
      report(path, "\(error)")
    }
  }

  // The journal is what counts here; the published files are compared with it.
  private mutating func verifyJournal() throws(AuditError) {
    var bundle: [UInt8] = []
    for (position, range) in reader.journal.entries.enumerated() {
      EntryBundle.append(reader.journal.bytes[range], to: &bundle)
      try append(MerkleHash(leaf: reader.journal.bytes.span.extracting(range)))
      let index = (reader.journal.base + UInt64(position)) / UInt64(Tile.width)
      if edge.size == published?.size, partialWidth(level: 0, size: edge.size) > 0 {
        try compare(.entries(index: index, width: partialWidth(level: 0, size: edge.size)), bundle)
      }
      if edge.size.isMultiple(of: UInt64(Tile.width)) {
        if edge.size <= published?.size ?? 0 { try compare(.entries(index: index, width: Tile.width), bundle) }
        bundle = []
      }
    }
  }

  private mutating func verifyPublished() throws(AuditError) {
    guard let published, let publishedEdge else { return }
    if publishedEdge.root != published.rootHash {
      isFork = true
      report(LogStore.checkpointPath, "it is signed, and contradicts the log: this is a fork")
    }
    for path in partialPaths(size: published.size) {
      if case .hashes(let level, _, _) = path { try compare(path, publishedEdge.tiles[level].tileBytes) }
    }
  }
}

// MARK: - Findings

extension LogVerifier {
  private mutating func compare(_ path: TilePath, _ expected: [UInt8]) throws(AuditError) {
    let found: [UInt8]?
    do throws(AuditError) { found = try reader.files.read(path.description) } catch {
      return report(path.description, "\(error)")
    }
    if found == expected { return }
    if let mend { try mend(path.description, expected) }
    report(path.description, found == nil ? "it is missing" : "it does not match the records under it")
  }

  private mutating func report(_ file: String, _ reason: String) {
    if damagedFiles.count < AuditLimits.damagesMax { damagedFiles.append(Damage(file: file, reason: reason)) }
  }

  private mutating func reportRecord(_ damage: Damage) {
    if unreadable.count < AuditLimits.damagesMax { unreadable.append(damage) }
  }

  private mutating func suspect(_ damage: Damage) {
    if suspects.count < AuditLimits.damagesMax { suspects.append(damage) }
  }
}

extension Damage {
  fileprivate init(_ file: String, _ bundle: UInt64, _ position: Int, _ reason: String) {
    self.init(file: file, record: bundle * UInt64(Tile.width) + UInt64(position), reason: reason)
  }
}
