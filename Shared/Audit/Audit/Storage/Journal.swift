/// The file that makes a commit durable with one `fdatasync`: all records since `base`, a multiple of 256, below which
/// every tile is already durable. Everything else in the folder at or above `base` can be rewritten from it.
///
///     header: magic, base u64, levels u8, for each level its unfinished tile (count u16, hashes), hash
///     frame:  magic, payload bytes u32, first index u64, count u32, entries as in a bundle, checkpoint, hash
///
/// Numbers are big-endian; a hash covers the header or frame before it.
struct Journal: Sendable {
  static let path = "journal"

  let base: UInt64
  let upperTiles: [[MerkleHash]]
  /// The file's bytes, and where in them each record lies.
  let bytes: [UInt8]
  let entries: [Range<Int>]
  /// The head after the last whole frame.
  let checkpoint: Checkpoint
  /// Where a frame begins that was not written whole; nil when the file ends with a whole one.
  let tornAt: Int?

  var size: UInt64 { base + UInt64(entries.count) }

  /// The tree's edge at ``base``.
  var baseEdge: TreeEdge { TreeEdge(size: base, upperTiles: upperTiles) }

  static func header(base: UInt64, upperTiles: some Collection<[MerkleHash]>) -> [UInt8] {
    var bytes = headerMagic + bigEndian(base) + [UInt8(upperTiles.count)]
    for tile in upperTiles { bytes += bigEndian(UInt16(tile.count)) + tile.tileBytes }
    return bytes + MerkleHash(leaf: bytes).bytes
  }

  static func frame(first: UInt64, count: Int, entries: [UInt8], checkpoint: Checkpoint) -> [UInt8] {
    let note = Array(checkpoint.text.utf8)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(frameMagic.count + 4 + 12 + entries.count + note.count + MerkleHash.byteCount)
    bytes += frameMagic
    bytes += bigEndian(UInt32(12 + entries.count + note.count))
    bytes += bigEndian(first)
    bytes += bigEndian(UInt32(count))
    bytes += entries
    bytes += note
    return bytes + MerkleHash(leaf: bytes).bytes
  }

  fileprivate static let headerMagic = Array("weir-journal-1\n".utf8)
  fileprivate static let frameMagic = Array("frm\n".utf8)
}

extension Journal {
  /// Reads a journal file.
  ///
  /// A bad frame at the end is a write that a crash cut short: it was never acknowledged, and is left out. A bad frame
  /// with good ones after it is damage. Throws ``AuditError/damaged(_:)``.
  init(parsing bytes: [UInt8], key: NoteKey) throws(AuditError) {
    var reader = Reader(bytes: bytes)
    guard let header = reader.header() else { throw Journal.damaged("its header is damaged") }
    (base, upperTiles) = header
    self.bytes = bytes
    var entries: [Range<Int>] = []
    var note: Range<Int>?
    while let frame = reader.frame() {
      guard frame.first == base + UInt64(entries.count),
        let ranges = EntryBundle.ranges(in: bytes, from: frame.body.lowerBound, count: frame.count)
      else { throw Journal.damaged("the frame at byte \(frame.start) does not continue the one before it") }
      entries += ranges
      note = (ranges.last?.upperBound ?? frame.body.lowerBound)..<frame.body.upperBound
    }
    guard let note else { throw Journal.damaged("its first frame is damaged") }
    self.entries = entries
    tornAt = reader.position < bytes.count ? reader.position : nil
    if tornAt != nil, let later = reader.laterFrame() {
      throw Journal.damaged("the frame at byte \(reader.position) is damaged; a good one follows at byte \(later)")
    }
    checkpoint = try Checkpoint(verifying: Array(bytes[note]), by: key)
    guard checkpoint.size == size else { throw Journal.damaged("its last checkpoint does not match its records") }
  }

  static func damaged(_ reason: String) -> AuditError { .damaged([Damage(file: path, reason: reason)]) }
}

/// A cursor over the file; each function returns nil and stays where it is when what is there is not whole.
private struct Reader {
  struct Frame {
    var start: Int
    var first: UInt64
    var count: Int
    /// Entries, then the checkpoint.
    var body: Range<Int>
  }

  let bytes: [UInt8]
  var position = 0

  mutating func header() -> (base: UInt64, upperTiles: [[MerkleHash]])? {
    guard bytes.starts(with: Journal.headerMagic) else { return nil }
    var at = Journal.headerMagic.count
    guard let base = number(at, 8), let levels = number(at + 8, 1) else { return nil }
    at += 9
    var tiles: [[MerkleHash]] = []
    for _ in 0..<levels {
      guard let count = number(at, 2), let end = end(of: at + 2, count: count * UInt64(MerkleHash.byteCount)),
        let tile = [MerkleHash](tileBytes: Array(bytes[at + 2..<end]))
      else { return nil }
      tiles.append(tile)
      at = end
    }
    guard base.isMultiple(of: 256), isHashed(0..<at) else { return nil }
    position = at + MerkleHash.byteCount
    return (base, tiles)
  }

  mutating func frame() -> Frame? {
    let magic = Journal.frameMagic
    guard bytes[position...].starts(with: magic), let length = number(position + magic.count, 4), length >= 12,
      let end = end(of: position + magic.count + 4, count: length), isHashed(position..<end),
      let first = number(end - Int(length), 8), let count = number(end - Int(length) + 8, 4)
    else { return nil }
    defer { position = end + MerkleHash.byteCount }
    return Frame(start: position, first: first, count: Int(count), body: (end - Int(length) + 12)..<end)
  }

  /// Where a whole frame begins after ``position``.
  func laterFrame() -> Int? {
    var probe = self
    while probe.position + 1 < bytes.count {
      probe.position += 1
      let start = probe.position
      if probe.frame() != nil { return start }
    }
    return nil
  }

  private func number(_ at: Int, _ count: Int) -> UInt64? {
    guard at >= 0, at + count <= bytes.count else { return nil }
    return bytes[at..<at + count].reduce(0) { $0 << 8 | UInt64($1) }
  }

  private func end(of start: Int, count: UInt64) -> Int? {
    count <= UInt64(max(bytes.count - start, 0)) ? start + Int(count) : nil
  }

  private func isHashed(_ range: Range<Int>) -> Bool {
    let end = range.upperBound + MerkleHash.byteCount
    guard end <= bytes.count else { return false }
    return MerkleHash(leaf: bytes.span.extracting(range)) == MerkleHash(bytes: bytes[range.upperBound..<end])
  }
}
