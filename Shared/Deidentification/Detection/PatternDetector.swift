internal import RegularExpressions

/// Runs the recognizers: one set search a window tells which patterns occur in it, and only those are located.
struct PatternDetector: Sendable {
  private let recognizers: [Recognizer]
  private let contexts: [WordSearch]
  private let expressions: [RegularExpression]
  private let gates: [Gate]

  init(_ recognizers: [Recognizer]) throws(DeidentificationError) {
    self.recognizers = recognizers
    contexts = recognizers.map { WordSearch($0.context) }
    expressions = try recognizers.map { recognizer throws(DeidentificationError) in try recognizer.compiled() }
    gates = try Self.gates(of: recognizers)
  }

  /// Patterns in one set. More cost less once its automaton is built, and more while it is.
  private static let setPatternsMax = 24

  /// Patterns of the same needs, searched at once in the windows that have them.
  private struct Gate: Sendable {
    var needs: Traits
    var members: [Int]
    var set: RegularExpressionSet
  }

  private static func gates(of recognizers: [Recognizer]) throws(DeidentificationError) -> [Gate] {
    do {
      let groups = Dictionary(grouping: recognizers.indices) { recognizers[$0].needs.strongest.rawValue }
      return try groups.sorted { $0.key < $1.key }.flatMap { needs, members in
        try stride(from: 0, to: members.count, by: setPatternsMax).map { start in
          let part = Array(members[start..<min(start + setPatternsMax, members.count)])
          let set = try RegularExpressionSet(part.map { recognizers[$0].gate ?? recognizers[$0].pattern })
          return Gate(needs: Traits(rawValue: needs), members: part, set: set)
        }
      }
    } catch {
      throw .searchFailed(recognizer: "a set of them")
    }
  }

  /// All valid matches, unresolved, in the whole text or in the windows that touch some places of it, which are in
  /// order. Linear in the text. Throws when any search failed.
  func candidates(in text: NormalisedText, near places: [Range<Int>]? = nil) throws(DeidentificationError)
    -> [Candidate]
  {
    var found: [Candidate] = []
    var places = places?[...]
    for window in Windows.of(text.bytes) {
      if places != nil {
        places = places?.drop { $0.upperBound < window.core.lowerBound }
        guard let next = places?.first, next.lowerBound <= window.searched.upperBound else { continue }
      }
      let searched = text.bytes.span.extracting(window.searched)
      for index in try hits(in: searched) {
        try locate(index, in: text, window, searched, into: &found)
      }
    }
    return found
  }

  private func hits(in searched: Span<UInt8>) throws(DeidentificationError) -> [Int] {
    let traits = Traits.of(searched)
    var hits: [Int] = []
    do {
      for gate in gates where gate.needs.isSubset(of: traits) {
        hits += try gate.set.matches(in: searched).map { gate.members[$0] }
          .filter { recognizers[$0].needs.isSubset(of: traits) }
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
    let score = recognizer.score(hasContext: contexts[index].occurs(around: evidence, within: Recognizer.contextReach))
    guard score >= Candidate.scoreMin else { return nil }
    return Candidate(range: range, kind: recognizer.kind, score: score, recognizer: recognizer.name)
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

  fileprivate func score(hasContext: Bool) -> Float { hasContext ? min(score + Self.contextBonus, 1) : score }
}

extension NormalisedText {
  fileprivate func scalarEnd(at index: Int) -> Int { index + Self.scalarLength(leadByte: bytes[index]) }
}

extension Range<Int> {
  fileprivate func shifted(by offset: Int) -> Range<Int> { (lowerBound + offset)..<(upperBound + offset) }
}
