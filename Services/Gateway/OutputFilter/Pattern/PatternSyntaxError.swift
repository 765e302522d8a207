/// Why a pattern was refused, and at which scalar of it.
struct PatternSyntaxError: Error, Equatable {
  let reason: String
  let offset: Int
}

/// Sizes that a pattern must keep to.
enum PatternLimits {
  /// Parentheses inside each other; the parser recurses once for each.
  static let depthMax = 50
  /// A counted repetition's bound; RE2 refuses more.
  static let repetitionMax = 1_000
}
