internal import RegularExpressions
internal import Synchronization

/// A pattern that is compiled when it is first searched: compiling all of them takes longer than most texts.
final class LazyPattern: Sendable {
  private let pattern: String
  private let compiled = AtomicLazyReference<RegularExpression>()

  init(_ pattern: String) { self.pattern = pattern }

  /// Two threads may both compile it; one of the two is kept.
  func expression() throws(RegularExpressionError) -> RegularExpression {
    if let known = compiled.load() { return known }
    return compiled.storeIfNil(try RegularExpression(pattern))
  }
}

/// Patterns that are compiled together when they are first searched.
final class LazyPatternSet: Sendable {
  private let patterns: [String]
  private let compiled = AtomicLazyReference<RegularExpressionSet>()

  init(_ patterns: [String]) { self.patterns = patterns }

  func set() throws(RegularExpressionError) -> RegularExpressionSet {
    if let known = compiled.load() { return known }
    return compiled.storeIfNil(try RegularExpressionSet(patterns))
  }
}
