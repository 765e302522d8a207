/// The right edge of a growing tree: all that must stay in memory to append, whatever the size (at most 64 + 255 · 8
/// hashes). Each append costs two hashes on average.
struct TreeEdge: Sendable, Equatable {
  private(set) var size: UInt64 = 0
  /// Hashes of the unfinished tile of each level, 0 to 255 of them.
  private(set) var tiles: [[MerkleHash]] = []
  /// `subtrees[k]` is the root of a finished subtree of 2^k leaves; present exactly where bit k of the size is set.
  private var subtrees = [MerkleHash?](repeating: nil, count: 64)

  init() {}

  /// The edge of a tree whose size is a multiple of 256, from the unfinished tiles of level 1 and up.
  init(size: UInt64, upperTiles: [[MerkleHash]]) {
    self.size = size
    tiles = [[]] + upperTiles
    for (level, tile) in tiles.enumerated().reversed() {
      for hash in tile { _ = merge(hash, from: level * Tile.height) }
    }
  }

  /// The Merkle tree hash of everything appended so far.
  var root: MerkleHash {
    var root: MerkleHash?
    for subtree in subtrees.lazy.compactMap({ $0 }) {
      root = root.map { MerkleHash(left: subtree, right: $0) } ?? subtree
    }
    return root ?? .empty
  }

  /// Adds a leaf and hands over each tile that it fills, lower levels first.
  mutating func append(_ leaf: MerkleHash, filled: (Tile) -> Void) {
    size += 1
    push(leaf, level: 0)
    // A merge that reaches the height of a tile has just finished that tile's root.
    for (level, root) in merge(leaf, from: 0).enumerated() {
      filled(Tile(level: level, index: (size >> UInt64(Tile.height * (level + 1))) - 1, hashes: tiles[level]))
      tiles[level] = []
      push(root, level: level + 1)
    }
  }

  private mutating func push(_ hash: MerkleHash, level: Int) {
    if tiles.count == level { tiles.append([]) }
    tiles[level].append(hash)
  }

  /// Adds a subtree of 2^level leaves, like a carry in binary addition; returns the roots of the tiles it finished.
  private mutating func merge(_ hash: MerkleHash, from level: Int) -> [MerkleHash] {
    var hash = hash
    var level = level
    var tileRoots: [MerkleHash] = []
    while let left = subtrees[level] {
      subtrees[level] = nil
      hash = MerkleHash(left: left, right: hash)
      level += 1
      if level.isMultiple(of: Tile.height) { tileRoots.append(hash) }
    }
    subtrees[level] = hash
    return tileRoots
  }
}
