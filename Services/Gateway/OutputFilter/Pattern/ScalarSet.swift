/// A set of Unicode scalars as sorted, disjoint, non-adjacent ranges. Surrogates are never members.
struct ScalarSet: Hashable, Sendable {
  private(set) var ranges: [ClosedRange<UInt32>] = []

  init() {}
  init(_ scalar: Unicode.Scalar) { insert(scalar.value...scalar.value) }
  init(_ ranges: [ClosedRange<UInt32>]) { for range in ranges { insert(range) } }

  static let everything = ScalarSet([0...0xD7FF, 0xE000...0x10FFFF])

  var isEmpty: Bool { ranges.isEmpty }

  func contains(_ value: UInt32) -> Bool { ranges.contains { $0.contains(value) } }

  mutating func insert(_ range: ClosedRange<UInt32>) {
    for part in Self.withoutSurrogates(range) { insertMerging(part) }
  }

  mutating func formUnion(_ other: ScalarSet) {
    for range in other.ranges { insertMerging(range) }
  }

  /// Every scalar that is not in the set.
  var inverted: ScalarSet {
    var result = ScalarSet()
    var next: UInt32 = 0
    for range in ranges {
      if range.lowerBound > next { result.insert(next...(range.lowerBound - 1)) }
      next = range.upperBound + 1
    }
    if next <= 0x10FFFF { result.insert(next...0x10FFFF) }
    return result
  }

  private mutating func insertMerging(_ range: ClosedRange<UInt32>) {
    var low = range.lowerBound
    var high = range.upperBound
    let first = ranges.firstIndex { $0.upperBound + 1 >= low } ?? ranges.count
    var last = first
    while last < ranges.count, ranges[last].lowerBound <= high + 1 {
      low = min(low, ranges[last].lowerBound)
      high = max(high, ranges[last].upperBound)
      last += 1
    }
    ranges.replaceSubrange(first..<last, with: [low...high])
  }

  private static func withoutSurrogates(_ range: ClosedRange<UInt32>) -> [ClosedRange<UInt32>] {
    [UInt32(0)...0xD7FF, UInt32(0xE000)...0x10FFFF].compactMap { part in
      part.overlaps(range) ? range.clamped(to: part) : nil
    }
  }
}
