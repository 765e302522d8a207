/// The best labels of a run of tokens.
///
/// Label 0 is outside; then begin, inside, end and single of each kind in turn. Source: Viterbi (1967), with the labels
/// of Ratinov and Roth (CoNLL 2009).
enum TaggerDecoder {
  /// Scores of paths are kept between this and 0, the best, so that they never leave 16 bits.
  private static let floor: Int16 = -12_000

  /// Writes the labels of a run, one for each of `scores`; `isHan` chooses the transitions into each token.
  static func decode(
    _ scores: UnsafeBufferPointer<LabelScores>, isHan: (Int) -> Bool, _ model: TaggerModel,
    into labels: UnsafeMutableBufferPointer<UInt8>
  ) {
    guard let first = scores.first else { return }
    withUnsafeTemporaryAllocation(of: LabelScores.self, capacity: scores.count) { best in
      best[0] = normalised(first &+ opening)
      for index in 1..<scores.count {
        best[index] = normalised(reached(from: best[index - 1], isHan: isHan(index), model) &+ scores[index])
      }
      trace(UnsafeBufferPointer(best), isHan: isHan, model, into: labels)
    }
  }

  /// The best score with which each label is reached from those of the token before.
  @inline(__always)
  private static func reached(from best: LabelScores, isHan: Bool, _ model: TaggerModel) -> LabelScores {
    var reached = LabelScores(repeating: best[0]) &+ model.transition(from: 0, isHan: isHan)
    for label in 1..<TaggerModel.labels {
      let next = LabelScores(repeating: best[label]) &+ model.transition(from: label, isHan: isHan)
      reached.replace(with: next, where: next .> reached)
    }
    return reached
  }

  @inline(__always)
  private static func normalised(_ scores: LabelScores) -> LabelScores {
    let below = scores &- SIMD16(repeating: scores.max())
    return below.replacing(with: floor, where: below .< floor)
  }

  /// Back over the tokens: the label before each is the first that reaches it with the best score. To ask only along the
  /// path is cheaper than to remember it for every label.
  private static func trace(
    _ best: UnsafeBufferPointer<LabelScores>, isHan: (Int) -> Bool, _ model: TaggerModel,
    into labels: UnsafeMutableBufferPointer<UInt8>
  ) {
    var label = bestLane(best[best.count - 1] &+ closing)
    for index in (1..<best.count).reversed() {
      labels[index] = UInt8(label)
      label = origin(of: label, best[index - 1], isHan: isHan(index), model)
    }
    labels[0] = UInt8(label)
  }

  private static func origin(of label: Int, _ best: LabelScores, isHan: Bool, _ model: TaggerModel) -> Int {
    var origin = 0
    var score = best[0] &+ model.transition(from: 0, isHan: isHan)[label]
    for from in 1..<TaggerModel.labels {
      let next = best[from] &+ model.transition(from: from, isHan: isHan)[label]
      if next > score { (origin, score) = (from, next) }
    }
    return origin
  }

  private static func bestLane(_ scores: LabelScores) -> Int {
    var best = 0
    for label in 1..<TaggerModel.labels where scores[label] > scores[best] { best = label }
    return best
  }

  /// No span goes on from before the run, and none is open after it.
  private static let opening = mask { continues($0) }
  private static let closing = mask { isOpen($0) }

  private static func mask(_ isBarred: (Int) -> Bool) -> LabelScores {
    var mask = LabelScores.zero
    for label in 0..<16 where label >= TaggerModel.labels || isBarred(label) { mask[label] = floor }
    return mask
  }

  /// Whether a span is open after the label, and whether one was open before it.
  static func isOpen(_ label: Int) -> Bool { label > 0 && (label - 1) % 4 < 2 }
  static func continues(_ label: Int) -> Bool { label > 0 && ((label - 1) % 4 == 1 || (label - 1) % 4 == 2) }
}
