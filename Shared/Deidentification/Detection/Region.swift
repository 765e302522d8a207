/// A stretch of a text in which the patterns of one lane are searched.
///
/// Where anchors stand close together, their stretches become one; a long one is cut, so that one rare match does not
/// make its pattern run over all of a text. A match belongs to the region in whose core it starts.
struct Region: Hashable, Sendable {
  let lane: Int
  /// Where matches may start.
  let core: Range<Int>
  /// Where they must end: at the end of the core or beyond.
  let end: Int

  var searched: Range<Int> { core.lowerBound..<end }
}

/// Makes regions of the stretches that a scan proposes, lane by lane.
struct RegionList {
  private(set) var regions: [Region] = []
  /// The stretch of each lane that still grows; empty when there is none.
  private var open: [Range<Int>]
  private let count: Int

  /// Bytes from which a stretch is cut.
  private static let coreMax = 1024

  /// `count`: bytes of the text.
  init(lanes: Int, count: Int) {
    open = [Range<Int>](repeating: 0..<0, count: lanes)
    self.count = count
  }

  mutating func add(_ reach: LaneReach, around sign: Range<Int>) {
    let range = max(0, sign.lowerBound - reach.before)..<min(count, sign.upperBound + reach.after)
    let last = open[reach.lane]
    if range.lowerBound > last.upperBound || last.isEmpty {
      close(reach.lane)
      open[reach.lane] = range
    } else if last.count > Self.coreMax, range.lowerBound > last.lowerBound {
      let end = max(last.upperBound, range.upperBound)
      regions.append(Region(lane: reach.lane, core: last.lowerBound..<range.lowerBound, end: end))
      open[reach.lane] = range.lowerBound..<end
    } else {
      open[reach.lane] = min(last.lowerBound, range.lowerBound)..<max(last.upperBound, range.upperBound)
    }
  }

  private mutating func close(_ lane: Int) {
    if !open[lane].isEmpty { regions.append(Region(lane: lane, core: open[lane], end: open[lane].upperBound)) }
  }

  mutating func finish() -> [Region] {
    for lane in open.indices { close(lane) }
    return regions
  }
}
