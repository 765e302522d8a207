public import Policy

/// What the filter lets through after a piece of text: it can be sent as it is.
public struct FilterStep: Sendable {
  /// Text that no rule can withhold any more, with matches of redacting rules replaced.
  public var released: ReleasableText
  /// Matches whose extent became known, in the order in which it did.
  public var findings: [FilterFinding]
  /// Whether the stream has ended here by a rule or by the hold-back limit; nothing is released after it.
  public var isStopped: Bool
}

/// Text that has passed the output filter. Only the filter makes it.
public struct ReleasableText: Sendable, Hashable {
  public let value: String

  init(_ value: String) { self.value = value }
}

/// A stretch of the unfiltered stream covered by one rule.
public struct FilterFinding: Sendable, Hashable {
  /// Unicode scalars of the unfiltered stream.
  public var range: Range<Int>
  public var category: String
  public var ruleID: String
  public var action: FilterAction

  /// The category of the finding that ends a stream of which too much would have to be held back.
  public static let holdBackLimitCategory = "hold_back_limit"
}
