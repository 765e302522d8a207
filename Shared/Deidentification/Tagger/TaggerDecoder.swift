internal import CTagger

/// The best labels of a run of tokens.
///
/// Label 0 is outside; then begin, inside, end and single of each kind in turn. Source: Viterbi (1967), with the labels
/// of Ratinov and Roth (CoNLL 2009).
struct TaggerDecoder: @unchecked Sendable {
  // Sendable, because the transitions are never written and the model outlives this.
  private let transitions: UnsafePointer<Int16>
  /// The transitions with labels before and after exchanged.
  private let origins: [Int16]

  /// What a spare lane adds, so that it is never the best.
  private static let spare: Int16 = -16_000

  /// Two tables, of Latin and of Chinese script: from label × to label, rows of ``LabelScores``.
  init(transitions: UnsafeRawPointer) {
    let table = transitions.assumingMemoryBound(to: Int16.self)
    let (labels, lanes) = (TaggerModel.labels, LabelScores.scalarCount)
    self.transitions = table
    origins = (0..<2 * labels).flatMap { row in
      (0..<lanes).map { from in
        from < labels ? table[((row / labels) * labels + from) * lanes + row % labels] : Self.spare
      }
    }
  }

  /// Writes the labels of a run, one for each of `scores`; `scripts` says which transitions lead into each token: 1 for
  /// Chinese, else 0.
  func decode(
    _ scores: UnsafeBufferPointer<LabelScores>, scripts: UnsafeBufferPointer<UInt8>,
    into labels: UnsafeMutableBufferPointer<UInt8>
  ) {
    withUnsafeTemporaryAllocation(of: LabelScores.self, capacity: scores.count) { best in
      scores.withMemoryRebound(to: Int16.self) { scores in
        best.withMemoryRebound(to: Int16.self) { best in
          weir_tagger_decode(
            scores.baseAddress, scripts.baseAddress, labels.count, transitions, origins, best.baseAddress,
            labels.baseAddress)
        }
      }
    }
  }

  /// Whether a span is open after the label, and whether one was open before it.
  static func isOpen(_ label: Int) -> Bool { label > 0 && (label - 1) % 4 < 2 }
  static func continues(_ label: Int) -> Bool { label > 0 && ((label - 1) % 4 == 1 || (label - 1) % 4 == 2) }
}
