public import Policy
internal import RegularExpressions

/// Filter rules, compiled once and shared by every stream.
public struct OutputFilterProgram: Sendable {
  /// Bytes of text that a stream holds back at most while a match is undecided. When it is not enough the stream is
  /// stopped, never released: a cap that releases on overflow is a way around the filter. 4 KiB is beyond every
  /// bounded rule that is shipped and about a minute of a model's output.
  public static let holdBackBytesMax = 4_096

  public let rules: [FilterRule]
  let holdBackBytesMax: Int
  let automaton: Automaton
  let caches: TransitionCachePool

  /// Throws when a rule's pattern is outside the supported subset of RE2, matches the empty text, or never matches.
  public init(rules: [FilterRule], holdBackBytesMax: Int = Self.holdBackBytesMax) throws(OutputFilterError) {
    self.rules = rules
    self.holdBackBytesMax = holdBackBytesMax
    try Self.checkIDs(rules)
    var patterns: [Pattern] = []
    for rule in rules { patterns.append(try Self.pattern(of: rule)) }
    automaton = try Self.automaton(patterns, rules)
    caches = TransitionCachePool(automaton)
  }

  private static func checkIDs(_ rules: [FilterRule]) throws(OutputFilterError) {
    var seen: Set<String> = []
    for rule in rules {
      guard seen.insert(rule.id).inserted else { throw .duplicateRule(rule.id) }
    }
  }

  private static func pattern(of rule: FilterRule) throws(OutputFilterError) -> Pattern {
    do throws(PatternSyntaxError) {
      return try PatternParser.parse(rule.pattern, ignoreCase: rule.ignoreCase)
    } catch {
      throw .badPattern(rule: rule.id, reason: error.reason, offset: error.offset)
    }
  }

  private static func automaton(_ patterns: [Pattern], _ rules: [FilterRule]) throws(OutputFilterError) -> Automaton {
    do throws(AutomatonError) {
      return try Automaton(patterns, isHolding: rules.map { $0.action != .flag })
    } catch {
      switch error {
      case .matchesEmptyText(let rule): throw .matchesEmptyText(rule: rules[rule].id)
      case .neverMatches(let rule): throw .neverMatches(rule: rules[rule].id)
      case .tooLarge(let rule): throw .tooLarge(rule: rules[rule].id)
      }
    }
  }
}
