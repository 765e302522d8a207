/// The anchors of all recognizers, ready to be looked for: which lane each opens.
///
/// Patterns with the same mark share a lane, and one search of their set tells which of them occur.
struct AnchorTable: Sendable {
  struct Lane: Sendable {
    var members: [Int]
    /// Where the members are searched; empty: everywhere.
    var anchors: [Anchor]

    /// Whether matches begin at known places: where a word of the anchor begins, or a group of a number or a word near it.
    var hasStarts: Bool {
      !anchors.isEmpty
        && anchors.allSatisfy { anchor in
          switch anchor.sign {
          case .mark(let mark): mark == .digits4 || mark == .digits7
          case .phrases: anchor.before == 0
          }
        }
    }
  }

  private(set) var phrases = PhraseTable()
  /// By the mark.
  private(set) var reaches = [[LaneReach]](repeating: [], count: Mark.allCases.count)
  let lanes: Int

  init(_ lanes: [Lane]) {
    self.lanes = lanes.count
    for (index, lane) in lanes.enumerated() {
      for anchor in lane.anchors { insert(anchor, lane: index, hasStarts: lane.hasStarts) }
    }
  }

  private mutating func insert(_ anchor: Anchor, lane: Int, hasStarts: Bool) {
    let reach = LaneReach(
      lane: lane, hasStarts: hasStarts, before: anchor.before, after: anchor.after, needsDigit: anchor.needsDigit)
    switch anchor.sign {
    case .mark(let mark): reaches[mark.rawValue].append(reach)
    case .phrases(let list): for phrase in list { phrases.insert(phrase, reach) }
    }
  }

  /// Patterns in the set of one lane without anchors. More cost less once its automaton is built, and more while it is.
  private static let unanchoredMax = 24

  /// Recognizers that have one anchor, a mark, are one lane by that mark; those without are some lanes together; each
  /// other has its own.
  static func lanes(of recognizers: [Recognizer]) -> [Lane] {
    let unanchored = recognizers.indices.filter { recognizers[$0].anchors.isEmpty }
    var lanes = stride(from: 0, to: unanchored.count, by: unanchoredMax).map {
      Lane(members: Array(unanchored[$0..<min($0 + unanchoredMax, unanchored.count)]), anchors: [])
    }
    var byMark: [Mark: Int] = [:]
    for (index, recognizer) in recognizers.enumerated() where !recognizer.anchors.isEmpty {
      guard recognizer.anchors.count == 1, case .mark(let mark) = recognizer.anchors[0].sign else {
        lanes.append(Lane(members: [index], anchors: recognizer.anchors))
        continue
      }
      if let known = byMark[mark] {
        lanes[known].members.append(index)
        lanes[known].anchors[0] = lanes[known].anchors[0].widened(by: recognizer.anchors[0])
      } else {
        byMark[mark] = lanes.count
        lanes.append(Lane(members: [index], anchors: recognizer.anchors))
      }
    }
    return lanes
  }
}

extension Anchor {
  /// With the longer reach of both to either side.
  func widened(by other: Anchor) -> Anchor {
    Anchor(sign: sign, before: max(before, other.before), after: max(after, other.after))
  }
}
