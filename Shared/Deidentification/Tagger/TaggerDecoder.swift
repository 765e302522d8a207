/// The best labels of a run of tokens.
///
/// Label 0 is outside; then begin, inside, end and single of each kind in turn. Source: Viterbi (1967), with the labels
/// of Ratinov and Roth (CoNLL 2009).
enum TaggerDecoder {
  /// Scores of paths are kept between this and 0, the best, so that they never leave 16 bits.
  private static let floor: Int16 = -12_000

  /// `scores` are those of the tokens in order, `isHan` chooses the transitions into each.
  static func labels(
    _ scores: UnsafeBufferPointer<SIMD16<Int16>>, isHan: (Int) -> Bool, _ model: TaggerModel
  ) -> [UInt8] {
    guard let first = scores.first else { return [] }
    return withUnsafeTemporaryAllocation(of: SIMD16<Int16>.self, capacity: scores.count) { back in
      var best = normalised(first &+ opening)
      for index in 1..<scores.count {
        let (reached, from) = step(best, isHan: isHan(index), model)
        best = normalised(reached &+ scores[index])
        back[index] = from
      }
      return path(endingAt: bestLane(best &+ closing), UnsafeBufferPointer(back))
    }
  }

  @inline(__always)
  private static func step(_ best: SIMD16<Int16>, isHan: Bool, _ model: TaggerModel)
    -> (SIMD16<Int16>, SIMD16<Int16>)
  {
    var reached = SIMD16<Int16>(repeating: best[0]) &+ model.transition(from: 0, isHan: isHan)
    var from = SIMD16<Int16>.zero
    for label in 1..<TaggerModel.labels {
      let next = SIMD16<Int16>(repeating: best[label]) &+ model.transition(from: label, isHan: isHan)
      let isBetter = next .> reached
      reached.replace(with: next, where: isBetter)
      from.replace(with: Int16(label), where: isBetter)
    }
    return (reached, from)
  }

  @inline(__always)
  private static func normalised(_ scores: SIMD16<Int16>) -> SIMD16<Int16> {
    let below = scores &- SIMD16(repeating: scores.max())
    return pointwiseMax(below, SIMD16(repeating: floor))
  }

  /// `back` holds, from the second token on, the label before each.
  private static func path(endingAt last: Int, _ back: UnsafeBufferPointer<SIMD16<Int16>>) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: back.count) { labels, count in
      var label = last
      for index in back.indices.dropFirst().reversed() {
        labels[index] = UInt8(label)
        label = Int(back[index][label])
      }
      labels[0] = UInt8(label)
      count = back.count
    }
  }

  private static func bestLane(_ scores: SIMD16<Int16>) -> Int {
    var best = 0
    for label in 1..<TaggerModel.labels where scores[label] > scores[best] { best = label }
    return best
  }

  /// No span goes on from before the run, and none is open after it.
  private static let opening = mask { continues($0) }
  private static let closing = mask { isOpen($0) }

  private static func mask(_ isBarred: (Int) -> Bool) -> SIMD16<Int16> {
    var mask = SIMD16<Int16>.zero
    for label in 0..<16 where label >= TaggerModel.labels || isBarred(label) { mask[label] = floor }
    return mask
  }

  /// Whether a span is open after the label, and whether one was open before it.
  static func isOpen(_ label: Int) -> Bool { label > 0 && (label - 1) % 4 < 2 }
  static func continues(_ label: Int) -> Bool { label > 0 && ((label - 1) % 4 == 1 || (label - 1) % 4 == 2) }
}
