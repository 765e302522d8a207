/// A regular expression as parsed.
indirect enum PatternNode: Hashable {
  case set(ScalarSet)
  case sequence([PatternNode])
  case alternation([PatternNode])
  case repeated(PatternNode, min: Int, max: Int, PatternGreed)
  case lookahead(PatternNode, isNegated: Bool)
  /// `$`: before a line feed or at the end, as Oniguruma's default syntax has it.
  case endOfLine
}

/// How a repetition gives back what it took.
enum PatternGreed: Hashable {
  case greedy, lazy, possessive
}

extension PatternNode {
  /// Whether it can match without taking a scalar.
  var isNullable: Bool {
    switch self {
    case .set: false
    case .sequence(let nodes): nodes.allSatisfy(\.isNullable)
    case .alternation(let nodes): nodes.contains(where: \.isNullable)
    case .repeated(let node, let min, _, _): min == 0 || node.isNullable
    case .lookahead, .endOfLine: true
    }
  }

  /// The sets of which one must hold the first scalar of any match that takes one.
  var firstSets: [ScalarSet] {
    switch self {
    case .set(let set): return [set]
    case .alternation(let nodes): return nodes.flatMap(\.firstSets)
    case .repeated(let node, _, _, _): return node.firstSets
    case .lookahead, .endOfLine: return []
    case .sequence(let nodes):
      let leading = nodes.prefix(while: \.isNullable)
      return leading.flatMap(\.firstSets) + (nodes.dropFirst(leading.count).first?.firstSets ?? [])
    }
  }
}
