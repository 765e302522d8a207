/// A binary heap of (rank, index), lowest first, packed so that one comparison decides.
struct MergeHeap {
  private var entries: [UInt64] = []

  mutating func removeAll() { entries.removeAll(keepingCapacity: true) }

  /// `rank` and `index` are below 2³².
  mutating func push(rank: UInt64, index: Int) {
    entries.append(rank << 32 | UInt64(index))
    var child = entries.count - 1
    while child > 0, entries[child] < entries[(child - 1) / 2] {
      entries.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func popLowest() -> (rank: UInt64, index: Int)? {
    guard let lowest = entries.first else { return nil }
    let last = entries.removeLast()
    if !entries.isEmpty {
      entries[0] = last
      sink()
    }
    return (lowest >> 32, Int(lowest & 0xffff_ffff))
  }

  private mutating func sink() {
    var parent = 0
    while true {
      var child = parent * 2 + 1
      guard child < entries.count else { return }
      if child + 1 < entries.count, entries[child + 1] < entries[child] { child += 1 }
      guard entries[child] < entries[parent] else { return }
      entries.swapAt(parent, child)
      parent = child
    }
  }
}
