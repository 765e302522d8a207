/// Set algebra on scalars as sorted ranges, for what one mask of categories cannot say.
struct ScalarRanges {
  private(set) var ranges: [ClosedRange<UInt32>]

  private static let last: UInt32 = 0x10ffff

  init(_ ranges: [ClosedRange<UInt32>]) {
    self.ranges = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let before = self.ranges.last, range.lowerBound <= before.upperBound &+ 1 {
        self.ranges[self.ranges.count - 1] = before.lowerBound...max(before.upperBound, range.upperBound)
      } else {
        self.ranges.append(range)
      }
    }
  }

  init(classes: UInt32, _ ranges: [ClosedRange<UInt32>]) {
    self.init((classes == 0 ? [] : ScalarClassTable.ranges(of: classes)) + ranges)
  }

  var inverted: ScalarRanges {
    var gaps: [ClosedRange<UInt32>] = []
    var next: UInt32 = 0
    for range in ranges {
      if next < range.lowerBound { gaps.append(next...range.lowerBound - 1) }
      next = range.upperBound + 1
    }
    if next <= Self.last { gaps.append(next...Self.last) }
    return ScalarRanges(gaps)
  }

  func intersection(_ other: ScalarRanges) -> ScalarRanges {
    ScalarRanges(inverted.ranges + other.inverted.ranges).inverted
  }
}
