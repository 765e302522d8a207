/// Recomputes the whole log from its records, in one pass and with one bundle in memory, and compares every stored file
/// with what it must be. The signed root decides who is right: if the records lead to it, a file that differs is the
/// damaged one; if not, the records that differ from their tiles are.
struct LogVerifier {
  private let reader: LogReader
  private var edge = TreeEdge()
  private var damagedFiles: [Damage] = []
  private var damagedRecords: [Damage] = []
  /// Bundles that cannot be taken apart: damaged whatever the root says.
  private var unreadable: [Damage] = []
  /// The edge when it had as many records as the published checkpoint.
  private var publishedEdge: TreeEdge?
  private var published: Checkpoint?

  init(_ reader: LogReader) { self.reader = reader }

  /// Throws ``AuditError/damaged(_:)`` with what it found.
  mutating func verify() throws(AuditError) {
    readPublished()
    if published?.size == 0 { publishedEdge = edge }
    for bundle in 0..<reader.journal.base / UInt64(Tile.width) { try verifyStored(bundle) }
    try verifyJournal()
    try verifyPublished()
    var findings = unreadable + damagedFiles
    if edge.root != reader.checkpoint.rootHash {
      // The records are wrong, so a tile that contradicts them is not known to be.
      findings = unreadable + damagedRecords
      if findings.isEmpty {
        findings = [Damage(file: Journal.path, reason: "the records do not lead to the signed root")]
      }
    }
    if !findings.isEmpty { throw .damaged(Array(findings.prefix(AuditLimits.damagesMax))) }
  }

  private mutating func readPublished() {
    let path = LogStore.checkpointPath
    do throws(AuditError) {
      guard let bytes = try reader.files.read(path) else { return report(path, "it is missing") }
      let checkpoint = try Checkpoint(verifying: bytes, by: reader.key)
      guard checkpoint.size <= reader.size else {
        return report(
          Journal.path, "it ends at record \(reader.size), but the checkpoint promises \(checkpoint.size)")
      }
      published = checkpoint
    } catch {
      report(path, "\(error)")
    }
  }

  // A bundle of 256 records whose files are all durable.
  private mutating func verifyStored(_ bundle: UInt64) throws(AuditError) {
    let path = TilePath.hashes(level: 0, index: bundle, width: Tile.width)
    let stored = try keep { () throws(AuditError) in try reader.storedTile(path) }
    var bytes: [UInt8] = []
    var entries: [Range<Int>] = []
    do throws(AuditError) { (bytes, entries) = try reader.storedBundle(bundle) } catch {
      guard case .damaged(let damages) = error else { throw error }
      unreadable += damages
    }
    for position in 0..<Tile.width {
      guard position < entries.count else {
        // Goes on with what the tile says, so that later damage is still found.
        append(stored?[position] ?? .empty)
        continue
      }
      let leaf = MerkleHash(leaf: bytes.span.extracting(entries[position]))
      if let stored, stored[position] != leaf, damagedRecords.count < AuditLimits.damagesMax {
        let record = bundle * UInt64(Tile.width) + UInt64(position)
        let file = TilePath.entries(index: bundle, width: Tile.width).description
        damagedRecords.append(Damage(file: file, record: record, reason: "it does not match its hash in \(path)"))
      }
      append(leaf)
    }
  }

  private mutating func append(_ leaf: MerkleHash) {
    var filled: [Tile] = []
    edge.append(leaf) { filled.append($0) }
    for tile in filled where isWritten(tile) { compare(tile.path, tile.hashes.tileBytes) }
    if edge.size == published?.size { publishedEdge = edge }
  }

  /// Whether the tile's file must be there: it is below the journal's base, or was published.
  private func isWritten(_ tile: Tile) -> Bool {
    (tile.index + 1) << UInt64(Tile.height * (tile.level + 1)) <= max(reader.journal.base, published?.size ?? 0)
  }

  private mutating func compare(_ path: TilePath, _ expected: [UInt8]) {
    do throws(AuditError) {
      guard let bytes = try reader.files.read(path.description) else {
        return report(path.description, "it is missing")
      }
      if bytes != expected { report(path.description, "it does not match the records under it") }
    } catch {
      report(path.description, "\(error)")
    }
  }

  private mutating func report(_ file: String, _ reason: String) {
    if damagedFiles.count < AuditLimits.damagesMax { damagedFiles.append(Damage(file: file, reason: reason)) }
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
  // The journal is what counts here; the published files are compared with it.
  private mutating func verifyJournal() throws(AuditError) {
    var bundle: [UInt8] = []
    for (position, range) in reader.journal.entries.enumerated() {
      EntryBundle.append(reader.journal.bytes[range], to: &bundle)
      append(MerkleHash(leaf: reader.journal.bytes.span.extracting(range)))
      let index = (reader.journal.base + UInt64(position)) / UInt64(Tile.width)
      if edge.size == published?.size, partialWidth(level: 0, size: edge.size) > 0 {
        compare(.entries(index: index, width: partialWidth(level: 0, size: edge.size)), bundle)
      }
      if edge.size.isMultiple(of: UInt64(Tile.width)) {
        if edge.size <= published?.size ?? 0 { compare(.entries(index: index, width: Tile.width), bundle) }
        bundle = []
      }
    }
  }

  private mutating func verifyPublished() throws(AuditError) {
    guard let published, let publishedEdge else { return }
    if publishedEdge.root != published.rootHash {
      report(LogStore.checkpointPath, "it is signed, and contradicts the log: this is a fork")
    }
    for path in partialPaths(size: published.size) {
      if case .hashes(let level, _, _) = path { compare(path, publishedEdge.tiles[level].tileBytes) }
    }
  }
}
