/// A file of 256 records, as far as it can be taken apart.
struct StoredBundle: Sendable {
  let bytes: [UInt8]
  let entries: [Range<Int>]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    entries = EntryBundle.readableRanges(in: bytes, count: Tile.width)
  }

  /// Whether it holds 256 records and nothing else.
  var isWhole: Bool { entries.count == Tile.width && entries[Tile.width - 1].upperBound == bytes.count }

  func leaf(_ position: Int) -> MerkleHash { MerkleHash(leaf: bytes.span.extracting(entries[position])) }
}
