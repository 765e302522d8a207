internal import RegularExpressions

/// Runs the recognizers: one set search a window tells which patterns occur in it, and only those are located.
struct PatternDetector: Sendable {
  private let recognizers: [Recognizer]
  private let expressions: [RegularExpression]
  private let sets: [RegularExpressionSet]

  init(_ recognizers: [Recognizer]) throws(DeidentificationError) {
    self.recognizers = recognizers
    expressions = try recognizers.map { recognizer throws(DeidentificationError) in try recognizer.compiled() }
    sets = try Self.sets(of: recognizers)
  }

  /// Patterns in one set. More cost less once its automaton is built, and more while it is: with 16, half of the warm
  /// speed of one set and twice its cold speed (measured on 48 patterns).
  private static let setPatternsMax = 16

  private static func sets(of recognizers: [Recognizer]) throws(DeidentificationError) -> [RegularExpressionSet] {
    do {
      return try stride(from: 0, to: recognizers.count, by: setPatternsMax).map { start in
        let group = recognizers[start..<min(start + setPatternsMax, recognizers.count)]
        return try RegularExpressionSet(group.map { $0.gate ?? $0.pattern })
      }
    } catch {
      throw .searchFailed(recognizer: "a set of them")
    }
  }

  /// All valid matches, unresolved. Linear in the text. Throws when any search failed.
  func candidates(in text: NormalisedText) throws(DeidentificationError) -> [Candidate] {
    var found: [Candidate] = []
    for window in Windows.of(text.bytes) {
      let searched = text.bytes.span.extracting(window.searched)
      for index in try hits(in: searched) {
        try locate(index, in: text, window, searched, into: &found)
      }
    }
    return found
  }

  private func hits(in searched: Span<UInt8>) throws(DeidentificationError) -> [Int] {
    var hits: [Int] = []
    do {
      for (number, set) in sets.enumerated() {
        hits += try set.matches(in: searched).map { $0 + number * Self.setPatternsMax }
      }
    } catch {
      throw .searchFailed(recognizer: "a set of them")
    }
    return hits
  }

  private func locate(
    _ index: Int, in text: NormalisedText, _ window: Windows.Window, _ searched: Span<UInt8>,
    into found: inout [Candidate]
  ) throws(DeidentificationError) {
    let base = window.core.lowerBound
    var start = 0
    while let match = try match(index, in: searched, from: start),
      base + match.range.lowerBound < window.core.upperBound
    {
      let candidate = candidate(index, match, in: text, base: base)
      if let candidate { found.append(candidate) }
      let resumesInside = candidate == nil && recognizers[index].resumesInside
      start = resumesInside ? text.scalarEnd(at: base + match.range.lowerBound) - base : match.range.upperBound
    }
  }

  private func match(_ index: Int, in searched: Span<UInt8>, from start: Int) throws(DeidentificationError) -> Match? {
    guard start <= searched.count else { return nil }
    do {
      return try expressions[index].firstMatch(in: searched, from: start)
    } catch {
      throw .searchFailed(recognizer: recognizers[index].name)
    }
  }

  private func candidate(_ index: Int, _ match: Match, in text: NormalisedText, base: Int) -> Candidate? {
    let recognizer = recognizers[index]
    let identifier = match.groups.dropFirst().lazy.compactMap { $0 }.first ?? match.range
    let evidence = Evidence(text: text, match: match.range.shifted(by: base), range: identifier.shifted(by: base))
    guard !identifier.isEmpty, let range = recognizer.validate(evidence), !range.isEmpty else { return nil }
    return Candidate(
      range: range, kind: recognizer.kind, score: recognizer.score(of: evidence), recognizer: recognizer.name)
  }
}

extension Recognizer {
  fileprivate func compiled() throws(DeidentificationError) -> RegularExpression {
    do {
      return try RegularExpression(pattern)
    } catch .badPattern(_, let reason) {
      throw .badPattern(recognizer: name, reason: reason)
    } catch {
      throw .searchFailed(recognizer: name)
    }
  }

  fileprivate func score(of evidence: Evidence) -> Float {
    guard !context.isEmpty else { return score }
    let around = evidence.before(Self.contextReach) + "\n" + evidence.after(Self.contextReach)
    return context.contains { around.contains($0) } ? min(score + Self.contextBonus, 1) : score
  }
}

extension NormalisedText {
  fileprivate func scalarEnd(at index: Int) -> Int { index + Self.scalarLength(leadByte: bytes[index]) }
}

extension Range<Int> {
  fileprivate func shifted(by offset: Int) -> Range<Int> { (lowerBound + offset)..<(upperBound + offset) }
}
