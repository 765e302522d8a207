internal import RegularExpressions

/// Runs the recognizers around their anchors: one pass over the text finds where each can match, and only there it is
/// searched.
struct PatternDetector: Sendable {
  private let recognizers: [Recognizer]
  private let contexts: [WordSearch]
  private let expressions: [LazyPattern]
  private let lanes: [PatternLane]
  private let anchors: AnchorTable

  init(_ recognizers: [Recognizer]) throws(DeidentificationError) {
    self.recognizers = recognizers
    contexts = recognizers.map { WordSearch($0.context) }
    expressions = recognizers.map { LazyPattern($0.pattern) }
    let lanes = AnchorTable.lanes(of: recognizers)
    anchors = AnchorTable(lanes)
    self.lanes = lanes.map { PatternLane($0, recognizers) }
    // Those of a policy must be known to be valid before the first text comes.
    for index in recognizers.indices where recognizers[index].anchors.isEmpty { try compile(index) }
  }

  private func compile(_ index: Int) throws(DeidentificationError) {
    do {
      _ = try expressions[index].expression()
    } catch .badPattern(_, let reason) {
      throw .badPattern(recognizer: recognizers[index].name, reason: reason)
    } catch {
      throw .searchFailed(recognizer: recognizers[index].name)
    }
  }

  /// All valid matches, unresolved, in the whole text or near some places of it, which are in order. Linear in the text.
  /// Throws when any search failed.
  func candidates(in text: NormalisedText, near places: [Range<Int>]? = nil) throws(DeidentificationError)
    -> [Candidate]
  {
    var found: [Candidate] = []
    found.reserveCapacity(Self.candidatesExpected)
    let list = AnchorScanner.regions(in: text.bytes, anchors, near: places)
    for region in list.regions { try search(region, in: text, into: &found) }
    try search(list.starts, in: text, into: &found)
    for lane in lanes.indices where lanes[lane].isUnanchored {
      for window in Windows.of(text.bytes, near: places) {
        try search(Region(lane: lane, core: window.core, end: window.searched.upperBound), in: text, into: &found)
      }
    }
    return found
  }

  /// What most texts have at most: room for them is taken once.
  private static let candidatesExpected = 8

  private func search(_ region: Region, in text: NormalisedText, into found: inout [Candidate])
    throws(DeidentificationError)
  {
    for index in try lanes[region.lane].hits(in: text.bytes.span.extracting(region.searched)) {
      try locate(index, in: text, region, into: &found)
    }
  }

  private func locate(_ index: Int, in text: NormalisedText, _ region: Region, into found: inout [Candidate])
    throws(DeidentificationError)
  {
    var start = region.core.lowerBound
    while let match = try match(index, in: text, start..<max(start, region.end)),
      match.range.lowerBound < region.core.upperBound
    {
      let candidate = candidate(index, match, in: text)
      if let candidate { found.append(candidate) }
      let resumesInside = candidate == nil && recognizers[index].resumesInside
      start = resumesInside ? text.scalarEnd(at: match.range.lowerBound) : match.range.upperBound
    }
  }

  private func search(_ starts: [MatchStart], in text: NormalisedText, into found: inout [Candidate])
    throws(DeidentificationError)
  {
    guard !starts.isEmpty else { return }
    // Where each recognizer may match next: not inside a match of its own.
    var next = [Int](repeating: 0, count: recognizers.count)
    for start in starts {
      let range = start.start..<start.end
      for index in try lanes[start.lane].hits(in: text.bytes.span.extracting(range)) where next[index] <= start.start {
        guard let match = try match(index, in: text, range, anchored: true) else { continue }
        let candidate = candidate(index, match, in: text)
        if let candidate { found.append(candidate) }
        let resumesInside = candidate == nil && recognizers[index].resumesInside
        next[index] = resumesInside ? start.start + 1 : match.range.upperBound
      }
    }
  }

  private func match(_ index: Int, in text: NormalisedText, _ range: Range<Int>, anchored: Bool = false)
    throws(DeidentificationError) -> Match?
  {
    guard !range.isEmpty else { return nil }
    do {
      return try expressions[index].expression().firstMatch(
        in: text.bytes.span, from: range.lowerBound, to: range.upperBound, anchored: anchored)
    } catch {
      throw .searchFailed(recognizer: recognizers[index].name)
    }
  }

  private func candidate(_ index: Int, _ match: Match, in text: NormalisedText) -> Candidate? {
    let identifier = match.groups.dropFirst().lazy.compactMap { $0 }.first ?? match.range
    let evidence = Evidence(text: text, match: match.range, range: identifier)
    guard !identifier.isEmpty, let range = recognizers[index].validate(evidence), !range.isEmpty else {
      return nil
    }
    let score = score(index, evidence)
    guard score >= Candidate.scoreMin else { return nil }
    return Candidate(range: range, kind: recognizers[index].kind, score: score, recognizer: recognizers[index].name)
  }
}

extension PatternDetector {
  private func score(_ index: Int, _ evidence: Evidence) -> Float {
    let hasContext = contexts[index].occurs(around: evidence, within: Recognizer.contextReach)
    return hasContext ? min(recognizers[index].score + Recognizer.contextBonus, 1) : recognizers[index].score
  }
}

/// Recognizers that are searched in the same regions.
struct PatternLane: Sendable {
  let isUnanchored: Bool
  private let members: [Int]
  /// Tells which of several members occur; nil for one.
  private let set: LazyPatternSet?

  init(_ lane: AnchorTable.Lane, _ recognizers: [Recognizer]) {
    isUnanchored = lane.anchors.isEmpty
    members = lane.members
    set = members.count > 1 ? LazyPatternSet(members.map { recognizers[$0].pattern }, anchored: lane.hasStarts) : nil
  }

  /// Members that occur in the bytes.
  func hits(in searched: Span<UInt8>) throws(DeidentificationError) -> [Int] {
    guard let set else { return members }
    do {
      let hits = try set.set().matches(in: searched)
      return hits.isEmpty ? [] : hits.map { members[$0] }
    } catch {
      throw .searchFailed(recognizer: "a set of them")
    }
  }
}

extension NormalisedText {
  fileprivate func scalarEnd(at index: Int) -> Int { index + Self.scalarLength(leadByte: bytes[index]) }
}
