internal import Policy

extension OutputFilter {
  /// Moves decided text to the output: what stands before `hold`, and no further than `end`.
  ///
  /// A region's replacement follows as soon as its rule is certain, that is, when no match can start where it does.
  mutating func release(before hold: Position, of end: Position) {
    let limit = min(redactions.undecided(from: hold).utf8, end.utf8)
    var cursor = releasedUTF8
    for (index, region) in redactions.open.enumerated() where region.start.utf8 < limit {
      move(from: cursor, to: region.start.utf8)
      if region.start < hold, !region.isReplaced {
        output += program.rules[region.rule].replacement.utf8
        redactions.markReplaced(index)
      }
      cursor = max(cursor, min(region.end.utf8, limit))
    }
    move(from: cursor, to: limit)
    drop(upTo: limit)
    _ = redactions.close(before: hold)
  }

  private mutating func move(from start: Int, to end: Int) {
    guard start < end else { return }
    output += held[(start - releasedUTF8)..<(end - releasedUTF8)]
  }

  private mutating func drop(upTo utf8: Int) {
    guard utf8 > releasedUTF8 else { return }
    held.removeFirst(utf8 - releasedUTF8)
    releasedUTF8 = utf8
  }
}
