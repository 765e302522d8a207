/// A set of scalars: general categories, listed ranges, or all others than these.
struct ScalarSet: Sendable, Hashable {
  private var classes: UInt32
  private var ranges: [ClosedRange<UInt32>]
  private var isNegated: Bool
  // Membership of U+0000–U+007F: most text needs no more.
  private var asciiLow: UInt64 = 0
  private var asciiHigh: UInt64 = 0

  init(classes: UInt32 = 0, ranges: [ClosedRange<UInt32>] = [], isNegated: Bool = false) {
    self.classes = classes
    self.ranges = Self.merged(ranges)
    self.isNegated = isNegated
    for scalar in UInt32(0)..<64 where isMember(scalar) { asciiLow |= 1 << UInt64(scalar) }
    for scalar in UInt32(64)..<128 where isMember(scalar) { asciiHigh |= 1 << UInt64(scalar - 64) }
  }

  init(_ scalar: Unicode.Scalar) { self.init(ranges: [scalar.value...scalar.value]) }

  /// Whether `scalar` is in the set.
  @inline(__always)
  func contains(_ scalar: UInt32) -> Bool {
    if scalar < 64 { return asciiLow >> UInt64(scalar) & 1 != 0 }
    if scalar < 128 { return asciiHigh >> UInt64(scalar - 64) & 1 != 0 }
    return isMember(scalar)
  }

  private func isMember(_ scalar: UInt32) -> Bool {
    let isListed = classes >> UInt32(ScalarClassTable.shared[scalar]) & 1 != 0 || isInRanges(scalar)
    return isListed != isNegated
  }

  private func isInRanges(_ scalar: UInt32) -> Bool {
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound < scalar { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count && ranges[low].lowerBound <= scalar
  }

  private static func merged(_ ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
    ranges.sorted { $0.lowerBound < $1.lowerBound }.reduce(into: []) { merged, range in
      if let last = merged.last, range.lowerBound <= last.upperBound {
        merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
      } else {
        merged.append(range)
      }
    }
  }
}
