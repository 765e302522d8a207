/// What becomes of the matches of a split.
enum SplitBehavior: String, Sendable {
  case removed = "Removed"
  case isolated = "Isolated"
  case mergedWithPrevious = "MergedWithPrevious"
  case mergedWithNext = "MergedWithNext"
  case contiguous = "Contiguous"

  /// The pieces that `segments` make.
  func pieces(of segments: [Splitter.Segment]) -> [Range<Int>] {
    switch self {
    case .removed: segments.filter { !$0.isMatch }.map(\.range)
    case .isolated: segments.map(\.range)
    case .mergedWithPrevious: Self.merge(segments) { $0.isMatch && !$1 }
    case .contiguous: Self.merge(segments) { $0.isMatch == $1 }
    case .mergedWithNext:
      Self.merge(segments.reversed()) { $0.isMatch && !$1 }.reversed()
    }
  }

  /// Joins a segment with the one before wherever `joins` says so, given whether that one was a match.
  private static func merge(
    _ segments: [Splitter.Segment], _ joins: (Splitter.Segment, Bool) -> Bool
  ) -> [Range<Int>] {
    var pieces: [Range<Int>] = []
    var wasMatch = false
    for segment in segments {
      if let last = pieces.last, joins(segment, wasMatch) {
        let low = min(last.lowerBound, segment.range.lowerBound)
        pieces[pieces.count - 1] = low..<max(last.upperBound, segment.range.upperBound)
      } else {
        pieces.append(segment.range)
      }
      wasMatch = segment.isMatch
    }
    return pieces
  }
}
