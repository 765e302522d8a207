/// 256 consecutive hashes of one level of the tree (fewer at the right edge), stored as one file.
///
/// Source: C2SP tlog-tiles.
struct Tile: Sendable, Equatable {
  /// A tile spans eight levels of the binary tree.
  static let height = 8
  static let width = 256

  /// Level 0 holds the leaves; a hash of level L + 1 is the root of a full tile of level L.
  var level: Int
  var index: UInt64
  var hashes: [MerkleHash]

  var path: TilePath { .hashes(level: level, index: index, width: hashes.count) }

  /// The root of the subtree over `hashes[range]`, whose length is a power of two.
  static func root(of hashes: ArraySlice<MerkleHash>) -> MerkleHash {
    var row = Array(hashes)
    while row.count > 1 {
      row = stride(from: 0, to: row.count, by: 2).map { MerkleHash(left: row[$0], right: row[$0 + 1]) }
    }
    return row[0]
  }
}

/// How many hashes the tile at the right edge of a level has: 0 to 255.
func partialWidth(level: Int, size: UInt64) -> Int { Int(size >> UInt64(Tile.height * level) & 255) }
