/// One rule of the output filter.
public struct FilterRule: Sendable, Codable, Hashable {
  /// Unique in its policy; findings and records carry it.
  public var id: String
  /// What a match means, such as "secret".
  public var category: String
  /// The supported subset of RE2's syntax: everything but lazy quantifiers and Unicode classes.
  public var pattern: String
  public var ignoreCase: Bool
  public var action: FilterAction
  /// What stands in the place of a match when the action is to redact.
  public var replacement: String

  public init(
    id: String, category: String, pattern: String, ignoreCase: Bool = false, action: FilterAction,
    replacement: String = Self.replacementStandard
  ) {
    self.id = id
    self.category = category
    self.pattern = pattern
    self.ignoreCase = ignoreCase
    self.action = action
    self.replacement = replacement
  }

  public static let replacementStandard = "[REDACTED]"
}

/// What the output filter does with a match.
public enum FilterAction: String, Sendable, Codable, CaseIterable {
  /// Releases the replacement in its place.
  case redact
  /// Ends the stream: nothing of the match or after it is released.
  case stop
  /// Releases it and reports a finding.
  case flag
}
