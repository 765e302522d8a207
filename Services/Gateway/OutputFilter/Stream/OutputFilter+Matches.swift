internal import Policy

/// What becomes of matches once their ends are known.
extension OutputFilter {
  mutating func record(_ hits: [Hit], _ starts: [Position], endingAt end: Position) {
    for hit in hits {
      let start = starts[hit.group]
      if program.rules[hit.rule].action == .redact { redactions.add(from: start, to: end, rule: hit.rule) }
      if program.rules[hit.rule].action != .stop {
        covers[hit.rule, default: Regions()].add(from: start, to: end, rule: hit.rule)
      }
    }
  }

  /// Reports the covered regions that no match of their rule can join any more.
  mutating func closeCovers(in configuration: Configuration) {
    guard !covers.isEmpty else { return }
    for rule in covers.keys.sorted() {
      let group = configuration.firstGroup { program.automaton.rules[Int($0)] == rule }
      report(covers[rule]?.close(before: group.map { starts[$0] } ?? position) ?? [])
      if covers[rule]?.isEmpty == true { covers[rule] = nil }
    }
  }

  /// Reports every covered region: the text has ended.
  mutating func closeCovers() {
    for rule in covers.keys.sorted() { report(covers[rule]?.open ?? []) }
    covers.removeAll()
  }

  private mutating func report(_ regions: [Region]) {
    for region in regions {
      report(program.rules[region.rule], region.start, region.end)
    }
  }

  private mutating func report(_ rule: FilterRule, _ start: Position, _ end: Position, category: String? = nil) {
    findings.append(
      FilterFinding(
        range: start.scalars..<end.scalars, category: category ?? rule.category, ruleID: rule.id,
        action: category == nil ? rule.action : .stop))
  }

  // MARK: stopping

  /// A stopping rule's complete match.
  struct Stop {
    let rule: Int
    let start: Position
  }

  /// Of the stopping matches that end together the one that starts first.
  func stoppingHit(_ hits: [Hit], _ starts: [Position]) -> Stop? {
    hits.filter { program.rules[$0.rule].action == .stop }
      .map { Stop(rule: $0.rule, start: starts[$0.group]) }
      .min { ($0.start, $0.rule) < ($1.start, $1.rule) }
  }

  /// Ends the stream at a place where a stopping match is complete, as if the text ended there: matches that a later
  /// byte would have decided are decided by the end.
  mutating func stopStream(at stop: Stop, in configuration: Configuration, _ starts: [Position]) {
    let hits = program.automaton.finish(configuration)
    record(hits, starts, endingAt: position)
    let stop = [stop, stoppingHit(hits, starts)].compactMap { $0 }.min { ($0.start, $0.rule) < ($1.start, $1.rule) }!
    closeCovers()
    report(program.rules[stop.rule], stop.start, position)
    release(before: stop.start, of: stop.start)
    markStopped()
  }

  /// Ends the stream because more text is undecided than may be held. Text before it is released.
  mutating func stopForHoldBack(from undecided: Position, in configuration: Configuration) {
    let automaton = program.automaton
    let state = configuration.states.first { automaton.isHolding[automaton.rules[Int($0)]] }
    closeCovers()
    if let state {
      report(
        program.rules[automaton.rules[Int(state)]], undecided, position,
        category: FilterFinding.holdBackLimitCategory)
    }
    release(before: undecided, of: undecided)
    markStopped()
  }
}
