/// Makes one list without overlaps from the candidates of all detectors.
///
/// The longer span wins, then the likelier; what a loser covers beyond it is kept as a span of its own, so that
/// resolving never uncovers a character that some detector found. O(text + bytes of all candidates).
enum Resolver {
  /// The spans, in the order of the text.
  static func resolve(_ candidates: [Candidate], in text: NormalisedText) -> [Candidate] {
    var covered = [Bool](repeating: false, count: text.bytes.count)
    var spans: [Candidate] = []
    for candidate in candidates.filter({ $0.score >= Candidate.scoreMin }).sorted(by: precedes) {
      for piece in uncovered(candidate.range, covered) {
        let range = piece == candidate.range ? piece : text.trimmed(piece)
        guard !range.isEmpty else { continue }
        var span = candidate
        span.range = range
        spans.append(span)
        for index in range { covered[index] = true }
      }
    }
    return spans.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  private static func precedes(_ a: Candidate, _ b: Candidate) -> Bool {
    if a.range.count != b.range.count { return a.range.count > b.range.count }
    if a.score != b.score { return a.score > b.score }
    // Any fixed order will do, as long as a run repeats.
    return (a.range.lowerBound, a.recognizer) < (b.range.lowerBound, b.recognizer)
  }

  private static func uncovered(_ range: Range<Int>, _ covered: [Bool]) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    var start: Int?
    for index in range {
      if covered[index] {
        if let open = start { runs.append(open..<index) }
        start = nil
      } else if start == nil {
        start = index
      }
    }
    if let open = start { runs.append(open..<range.upperBound) }
    return runs
  }
}

extension NormalisedText {
  /// Without ASCII punctuation and white space at the ends; empty when nothing else is left.
  func trimmed(_ range: Range<Int>) -> Range<Int> {
    var range = range
    while let first = range.first, !bytes[first].isContent { range = (first + 1)..<range.upperBound }
    while let last = range.last, !bytes[last].isContent { range = range.lowerBound..<last }
    return range
  }
}

extension UInt8 {
  fileprivate var isContent: Bool { self >= 0x80 || isASCIILetter || isASCIIDigit }
}
