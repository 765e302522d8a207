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

  static let headerMagic = Array("weir-journal-1\n".utf8)
  static let frameMagic = Array("frm\n".utf8)
}

extension Journal {
  /// Reads a journal file.
  ///
  /// A bad frame at the end is a write that a crash cut short: it was never acknowledged, and is left out. A bad frame
  /// with good ones after it is damage. Throws ``AuditError/damaged(_:)``.
  init(parsing bytes: [UInt8], key: NoteKey) throws(AuditError) {
    var reader = JournalReader(bytes: bytes)
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
