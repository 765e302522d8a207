/// The files that show the log at its published checkpoint: what a damaged journal can be compared with.
struct PublishedFiles {
  let files: any FileSystem
  let checkpoint: Checkpoint
  private var bundle: (index: UInt64, bytes: [UInt8], entries: [Range<Int>])?
  private var tile: (index: UInt64, hashes: [MerkleHash])?

  /// nil without a checkpoint that `key` signed.
  init?(_ files: any FileSystem, key: NoteKey) throws(AuditError) {
    guard let bytes = try files.read(LogStore.checkpointPath),
      let checkpoint = try? Checkpoint(verifying: bytes, by: key)
    else { return nil }
    self.files = files
    self.checkpoint = checkpoint
  }

  var size: UInt64 { checkpoint.size }

  /// The record as its bundle has it, not verified; nil where the bundle is missing or ends early.
  mutating func record(_ index: UInt64) -> [UInt8]? {
    guard index < size else { return nil }
    let number = index / UInt64(Tile.width)
    if bundle?.index != number {
      let path = TilePath.entries(index: number, width: width(of: number))
      let bytes = ((try? files.read(path.description)) ?? nil) ?? []
      bundle = (number, bytes, EntryBundle.readableRanges(in: bytes, count: Tile.width))
    }
    let position = Int(index % UInt64(Tile.width))
    guard let bundle, position < bundle.entries.count else { return nil }
    return Array(bundle.bytes[bundle.entries[position]])
  }

  /// The record's hash as its tile has it, not verified.
  mutating func leaf(_ index: UInt64) -> MerkleHash? {
    guard index < size else { return nil }
    let number = index / UInt64(Tile.width)
    if tile?.index != number {
      let path = TilePath.hashes(level: 0, index: number, width: width(of: number))
      let bytes = ((try? files.read(path.description)) ?? nil) ?? []
      tile = (number, [MerkleHash](tileBytes: bytes) ?? [])
    }
    let position = Int(index % UInt64(Tile.width))
    guard let tile, position < tile.hashes.count else { return nil }
    return tile.hashes[position]
  }

  private func width(of number: UInt64) -> Int { Int(min(UInt64(Tile.width), size - number * UInt64(Tile.width))) }
}
