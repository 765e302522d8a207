/// Which pairs of tokens merge, into what, and which pair goes first: lower rank.
struct MergeTable: Sendable {
  /// A merge as one number: rank above, id of the merged token below, so that ranks compare directly.
  typealias Merge = UInt64
  static let none: Merge = .max

  /// Laid out as the C library's `weir_merge`.
  struct Entry: BitwiseCopyable, Sendable {
    var left: Int32
    var right: Int32
    var rank: UInt32
    var merged: Int32
  }

  private var keys: [UInt64]
  private var merges: [Merge]

  /// Of two entries for the same pair the later one counts.
  init(_ entries: [Entry]) {
    var slotCount = 16
    while slotCount < entries.count * 2 { slotCount *= 2 }
    keys = [UInt64](repeating: .max, count: slotCount)
    merges = [Merge](repeating: Self.none, count: slotCount)
    for entry in entries { insert(entry) }
  }

  /// The merge of `left` and `right`; ``none`` if they do not merge.
  @inline(__always)
  subscript(left: Int32, right: Int32) -> Merge {
    let key = Self.key(left, right)
    var slot = Self.hash(key) & (keys.count - 1)
    while keys[slot] != .max {
      if keys[slot] == key { return merges[slot] }
      slot = (slot + 1) & (keys.count - 1)
    }
    return Self.none
  }

  @inline(__always)
  static func rank(_ merge: Merge) -> UInt64 { merge >> 32 }
  @inline(__always)
  static func merged(_ merge: Merge) -> Int32 { Int32(truncatingIfNeeded: merge) }

  private mutating func insert(_ entry: Entry) {
    let key = Self.key(entry.left, entry.right)
    var slot = Self.hash(key) & (keys.count - 1)
    while keys[slot] != .max, keys[slot] != key { slot = (slot + 1) & (keys.count - 1) }
    keys[slot] = key
    merges[slot] = UInt64(entry.rank) << 32 | UInt64(UInt32(bitPattern: entry.merged))
  }

  @inline(__always)
  private static func key(_ left: Int32, _ right: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
  }

  @inline(__always)
  private static func hash(_ key: UInt64) -> Int {
    let product = key &* 0x9e37_79b9_7f4a_7c15
    return Int(truncatingIfNeeded: (product ^ product >> 32) & 0x7fff_ffff)
  }
}
