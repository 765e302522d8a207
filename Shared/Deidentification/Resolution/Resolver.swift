/// Makes one list without overlaps from the candidates of all detectors.
///
/// The longer span wins, then the likelier; what a loser covers beyond it is kept as a span of its own, so that
/// resolving never uncovers a character that some detector found. O(text + bytes of all candidates).
enum Resolver {
  /// The spans, in the order of the text.
  static func resolve(_ candidates: [Candidate], in text: NormalisedText) -> [Candidate] {
    guard !candidates.isEmpty else { return [] }
    var covered = CoveredBytes(count: text.bytes.count)
    var spans: [Candidate] = []
    spans.reserveCapacity(candidates.count)
    for candidate in candidates.sorted(by: precedes) where candidate.score >= Candidate.scoreMin {
      for piece in covered.gaps(in: candidate.range) {
        let range = piece == candidate.range ? piece : text.trimmed(piece)
        guard !range.isEmpty else { continue }
        var span = candidate
        span.range = range
        spans.append(span)
        covered.cover(range)
      }
    }
    spans.sort { $0.range.lowerBound < $1.range.lowerBound }
    return spans
  }

  /// As ``resolve(_:in:)`` of both, where `spans` are resolved already: what is found again was mostly found before, and
  /// then nothing changes.
  static func adding(_ candidates: [Candidate], to spans: [Candidate], in text: NormalisedText) -> [Candidate] {
    let isNothingNew = candidates.allSatisfy { $0.score < Candidate.scoreMin || isHeld($0, in: spans) }
    return isNothingNew ? spans : resolve(spans + candidates, in: text)
  }

  /// Whether a span covers all of a candidate and would go before it. O(log spans).
  private static func isHeld(_ candidate: Candidate, in spans: [Candidate]) -> Bool {
    var (low, high) = (0, spans.count)
    while low < high {
      let middle = (low + high) / 2
      if spans[middle].range.upperBound < candidate.range.upperBound { low = middle + 1 } else { high = middle }
    }
    guard low < spans.count, spans[low].range.lowerBound <= candidate.range.lowerBound else { return false }
    return spans[low].range != candidate.range || spans[low].score > candidate.score
  }

  private static func precedes(_ a: Candidate, _ b: Candidate) -> Bool {
    if a.range.count != b.range.count { return a.range.count > b.range.count }
    if a.score != b.score { return a.score > b.score }
    // Any fixed order will do, as long as a run repeats.
    if a.range.lowerBound != b.range.lowerBound { return a.range.lowerBound < b.range.lowerBound }
    return a.recognizer < b.recognizer
  }
}

/// Which bytes of a text some span covers, a bit each.
private struct CoveredBytes {
  private var words: [UInt64]

  init(count: Int) { words = [UInt64](repeating: 0, count: (count + 63) / 64) }

  mutating func cover(_ range: Range<Int>) {
    for word in range.lowerBound / 64...(range.upperBound - 1) / 64 { words[word] |= Self.mask(range, in: word) }
  }

  /// The runs of a range that are not covered, in order.
  func gaps(in range: Range<Int>) -> [Range<Int>] {
    guard !range.isEmpty, touches(range) else { return range.isEmpty ? [] : [range] }
    var runs: [Range<Int>] = []
    var start: Int?
    for index in range {
      if words[index / 64] >> UInt64(index % 64) & 1 != 0 {
        if let open = start { runs.append(open..<index) }
        start = nil
      } else if start == nil {
        start = index
      }
    }
    if let open = start { runs.append(open..<range.upperBound) }
    return runs
  }

  private func touches(_ range: Range<Int>) -> Bool {
    (range.lowerBound / 64...(range.upperBound - 1) / 64).contains { words[$0] & Self.mask(range, in: $0) != 0 }
  }

  /// The bits of a word that lie in a range which touches it.
  private static func mask(_ range: Range<Int>, in word: Int) -> UInt64 {
    let (first, last) = (max(range.lowerBound, word * 64) % 64, min(range.upperBound - 1, word * 64 + 63) % 64)
    return ~0 << UInt64(first) & ~0 >> UInt64(63 - last)
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
