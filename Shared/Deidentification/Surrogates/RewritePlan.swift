/// What the next writing of a text must do otherwise.
struct RewritePlan {
  /// Spans, by their first byte, that get brackets whatever their operator.
  private(set) var plainSpans: Set<Int> = []
  /// Pieces of the caller's own words that get a placeholder, in the order of the text.
  private(set) var copies: [Range<Int>] = []

  /// Whether it changed anything.
  mutating func resolve(_ doubts: RewriteDoubts) -> Bool {
    let before = (plainSpans.count, copies.count)
    plainSpans.formUnion(doubts.spans)
    copies = Set(copies).union(doubts.copies).sorted { $0.lowerBound < $1.lowerBound }
    return (plainSpans.count, copies.count) != before
  }
}

/// Where restoring what was written would not give back what was read.
struct RewriteDoubts {
  private(set) var spans: Set<Int> = []
  private(set) var copies: Set<Range<Int>> = []

  var isEmpty: Bool { spans.isEmpty && copies.isEmpty }

  init(_ rewriter: Rewriter, _ map: SurrogateMap) {
    // A bracketed form that the map does not know yet may be given out in a later turn.
    let found = TokenScan.matches(in: rewriter.output, map).map(\.range)
    let marked = Placeholder.ranges(in: rewriter.output[...])
    compare(found, rewriter.placements)
    let known = Set(found)
    compare(marked.filter { !known.contains($0) }, rewriter.placements, areAll: false)
  }

  /// Both lists are in the order of the output and without overlaps. Linear in their lengths.
  private mutating func compare(_ found: [Range<Int>], _ placements: [Placement], areAll: Bool = true) {
    var next = 0
    var matched = Set<Int>()
    var shift = 0
    for range in found {
      // Up to the first placement that ends after the range's start.
      while next < placements.count, placements[next].written.upperBound <= range.lowerBound {
        shift = placements[next].original.upperBound - placements[next].written.upperBound
        next += 1
      }
      var index = next
      var isCopy = true
      while index < placements.count, placements[index].written.overlaps(range) {
        isCopy = false
        if placements[index].written == range, placements[index].isReversible {
          matched.insert(index)
        } else {
          spans.insert(placements[index].original.lowerBound)
        }
        index += 1
      }
      if isCopy { copy(range, shift, placements, next) }
    }
    guard areAll else { return }
    for (index, placement) in placements.enumerated() where placement.isReversible && !matched.contains(index) {
      spans.insert(placement.original.lowerBound)
    }
  }

  /// A match without any placement's bytes: the caller's own words, or words that an empty replacement joined.
  private mutating func copy(_ range: Range<Int>, _ shift: Int, _ placements: [Placement], _ next: Int) {
    if next < placements.count, range.contains(placements[next].written.lowerBound) {
      spans.insert(placements[next].original.lowerBound)
    } else {
      copies.insert((range.lowerBound + shift)..<(range.upperBound + shift))
    }
  }
}
