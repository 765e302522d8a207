/// Up to 256 records one after another, each after its length as a big-endian uint16.
///
/// Source: C2SP tlog-tiles, "Log entries".
enum EntryBundle {
  /// Bytes: what the length prefix can say.
  static let entryBytesMax = Int(UInt16.max)

  /// Appends one entry, which has at most ``entryBytesMax`` bytes.
  static func append(_ entry: some Collection<UInt8>, to bundle: inout [UInt8]) {
    bundle.append(UInt8(truncatingIfNeeded: entry.count >> 8))
    bundle.append(UInt8(truncatingIfNeeded: entry.count))
    bundle.append(contentsOf: entry)
  }

  /// Where `count` entries lie in `bytes`, from `start` on; nil when they end early.
  static func ranges(in bytes: [UInt8], from start: Int = 0, count: Int) -> [Range<Int>]? {
    let ranges = readableRanges(in: bytes, from: start, count: count)
    return ranges.count == count ? ranges : nil
  }

  /// The same as far as it goes: fewer than `count` where a length leads past the end.
  static func readableRanges(in bytes: [UInt8], from start: Int = 0, count: Int) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var position = start
    while ranges.count < count, position + 2 <= bytes.count {
      let length = Int(bytes[position]) << 8 | Int(bytes[position + 1])
      position += 2
      guard position + length <= bytes.count else { break }
      ranges.append(position..<position + length)
      position += length
    }
    return ranges
  }
}
