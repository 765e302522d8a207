/// A journal read past its damage: the frames that are whole, and what lies between them.
///
/// ``Journal`` refuses such a file; this says what is wrong with it, and what it still holds.
struct JournalScan {
  struct Frame {
    var first: UInt64
    var entries: [Range<Int>]
    var note: Range<Int>

    var end: UInt64 { first + UInt64(entries.count) }
  }

  let bytes: [UInt8]
  /// nil when the header is damaged.
  let header: (base: UInt64, upperTiles: [[MerkleHash]])?
  private(set) var frames: [Frame] = []
  /// Bytes that belong to no whole frame, each with the number of whole frames before it.
  private(set) var gaps: [(bytes: Range<Int>, framesBefore: Int)] = []

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    var reader = JournalReader(bytes: bytes)
    header = reader.header()
    while reader.position < bytes.count {
      let start = reader.position
      if let frame = reader.frame() {
        let entries = EntryBundle.readableRanges(in: bytes, from: frame.body.lowerBound, count: frame.count)
        let noteStart = entries.last?.upperBound ?? frame.body.lowerBound
        frames.append(Frame(first: frame.first, entries: entries, note: noteStart..<frame.body.upperBound))
      } else {
        reader.position = reader.laterFrame() ?? bytes.count
        gaps.append((start..<reader.position, frames.count))
      }
    }
    if header == nil { gaps = gaps.filter { $0.bytes.lowerBound > 0 } }
  }

  /// The first record after the journal's base; nil when neither header nor first frame says.
  var base: UInt64? {
    if let header { return header.base }
    guard let first = frames.first?.first, first.isMultiple(of: UInt64(Tile.width)) else { return nil }
    return first
  }

  /// Records that a gap must hold: from the end of the frame before it to the start of the one after it, which is nil
  /// for the gap at the end.
  func records(of gap: (bytes: Range<Int>, framesBefore: Int)) -> (first: UInt64?, end: UInt64?) {
    let first = gap.framesBefore > 0 ? frames[gap.framesBefore - 1].end : base
    let end = gap.framesBefore < frames.count ? frames[gap.framesBefore].first : nil
    return (first, end)
  }

  /// The records in a gap that still looks like exactly one frame, unchecked.
  func unchecked(_ gap: Range<Int>) -> (count: Int, entries: [Range<Int>])? {
    let head = Journal.frameMagic.count + 4
    let reader = JournalReader(bytes: bytes)
    guard let length = reader.number(gap.lowerBound + Journal.frameMagic.count, 4),
      let count = reader.number(gap.lowerBound + head + 8, 4), count <= UInt64(gap.count),
      gap.count == head + Int(length) + MerkleHash.byteCount
    else { return nil }
    let entries = EntryBundle.readableRanges(in: bytes, from: gap.lowerBound + head + 12, count: Int(count))
    return (Int(count), entries)
  }
}
