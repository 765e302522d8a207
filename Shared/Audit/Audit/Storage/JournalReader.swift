/// A cursor over a journal's bytes; each function returns nil and stays where it is when what is there is not whole.
struct JournalReader {
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

  func number(_ at: Int, _ count: Int) -> UInt64? {
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
