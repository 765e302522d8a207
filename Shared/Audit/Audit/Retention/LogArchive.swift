/// Where a log's older records went: to cold storage, or away under a retention policy. Their hashes stay in the log.
struct LogArchive: Sendable {
  /// The folder that sealed bundles were moved to, where the reader named one.
  var cold: (any FileSystem)?
  /// Records that moved to cold storage, and records that were removed; whole bundles, from the administrative log.
  var sealed: [Range<UInt64>] = []
  var removed: [Range<UInt64>] = []

  init() {}

  /// As the administrative log beside the log tells it, which is verified first.
  init(_ files: any FileSystem, key: NoteKey, cold: (any FileSystem)?) throws(AuditError) {
    let acts = try AdministrativeActs(beside: files, key: key)
    self.cold = cold
    sealed = acts.ranges(of: .seal)
    removed = acts.ranges(of: .remove)
  }

  func isSealed(bundle: UInt64) -> Bool { LogArchive.covers(sealed, bundle) }
  func isRemoved(bundle: UInt64) -> Bool { LogArchive.covers(removed, bundle) }

  private static func covers(_ ranges: [Range<UInt64>], _ bundle: UInt64) -> Bool {
    let first = bundle * UInt64(Tile.width)
    return ranges.contains { $0.lowerBound <= first && first + UInt64(Tile.width) <= $0.upperBound }
  }

  /// The same records in as few ranges as can be, in order.
  static func joined(_ ranges: [Range<UInt64>]) -> [Range<UInt64>] {
    var joined: [Range<UInt64>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) where !range.isEmpty {
      if let last = joined.last, range.lowerBound <= last.upperBound {
        joined[joined.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        joined.append(range)
      }
    }
    return joined
  }
}
