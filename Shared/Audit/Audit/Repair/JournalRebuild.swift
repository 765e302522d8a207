/// A damaged journal made anew out of its own whole frames and the published bundles.
///
/// Only where nothing acknowledged can be missing: every record between base and head is found, they lead to a head that
/// was signed, and the file has no room for a frame that is not accounted for.
struct JournalRebuild {
  let scan: JournalScan
  var published: PublishedFiles?
  let key: NoteKey

  /// The new file's bytes; nil when it cannot be derived.
  mutating func bytes(_ files: any FileSystem) throws(AuditError) -> [UInt8]? {
    guard let base = scan.base, let head = head, let entries = entries(from: base, to: head.size), isComplete(head)
    else { return nil }
    let upperTiles: [[MerkleHash]]
    if let header = scan.header {
      upperTiles = header.upperTiles
    } else {
      guard let edge = try edge(at: base, files) else { return nil }
      upperTiles = Array(edge.tiles.dropFirst())
    }
    var edge = TreeEdge(size: base, upperTiles: upperTiles)
    var payload: [UInt8] = []
    for entry in entries {
      EntryBundle.append(entry, to: &payload)
      edge.append(MerkleHash(leaf: entry)) { _ in }
    }
    guard edge.root == head.rootHash else { return nil }
    return Journal.header(base: base, upperTiles: upperTiles)
      + Journal.frame(first: base, count: entries.count, entries: payload, checkpoint: head)
  }

  /// The newest head that is signed: the last whole frame's or the published one.
  private var head: Checkpoint? {
    let last = scan.frames.last.flatMap { try? Checkpoint(verifying: Array(scan.bytes[$0.note]), by: key) }
    return [last, published?.checkpoint].compactMap { $0 }.max { $0.size < $1.size }
  }

  private mutating func entries(from base: UInt64, to size: UInt64) -> [[UInt8]]? {
    guard base <= size else { return nil }
    var entries: [[UInt8]] = []
    var frames = scan.frames[...]
    while base + UInt64(entries.count) < size {
      let index = base + UInt64(entries.count)
      while let frame = frames.first, frame.end <= index { frames = frames.dropFirst() }
      if let frame = frames.first, frame.first <= index {
        entries.append(Array(scan.bytes[frame.entries[Int(index - frame.first)]]))
      } else if let entry = published?.record(index) {
        entries.append(entry)
      } else {
        return nil
      }
    }
    return entries
  }

  /// Whether the unreadable end of the file, if there is one, is exactly as long as the frame that led to `head`.
  private mutating func isComplete(_ head: Checkpoint) -> Bool {
    guard let gap = scan.gaps.last, gap.framesBefore == scan.frames.count else { return true }
    guard let first = scan.records(of: gap).first, let entries = entries(from: first, to: head.size),
      first < head.size
        || scan.frames.isEmpty
    else { return false }
    var payload: [UInt8] = []
    for entry in entries { EntryBundle.append(entry, to: &payload) }
    let frame = Journal.frame(first: first, count: entries.count, entries: payload, checkpoint: head)
    return frame.count == gap.bytes.count
  }

  // The edge of everything below the journal, out of the tiles of hashes.
  private func edge(at base: UInt64, _ files: any FileSystem) throws(AuditError) -> TreeEdge? {
    var edge = TreeEdge()
    for index in 0..<base / UInt64(Tile.width) {
      let path = TilePath.hashes(level: 0, index: index, width: Tile.width).description
      guard let bytes = try files.read(path), let hashes = [MerkleHash](tileBytes: bytes), hashes.count == Tile.width
      else { return nil }
      for hash in hashes { edge.append(hash) { _ in } }
    }
    return edge
  }
}
