/// A regular expression over UTF-8 with Oniguruma's matching order: leftmost, then the first alternative that fits.
///
/// Tokenizer patterns need lookahead and first-alternative order, which RE2 does not have.
struct Pattern: Sendable {
  /// The expression.
  let source: String
  private let compiled: Deferred<PatternMatcher?>

  /// - Throws: ``TokenizerError/unsupported(component:)`` naming syntax that is not implemented.
  init(_ source: String) throws(TokenizerError) {
    self.source = source
    compiled = Deferred(made: try PatternMatcher(source))
  }

  /// An expression that was compiled before, to be compiled again only if it is used: a scanner may do its work.
  init(known source: String) {
    self.source = source
    compiled = Deferred { try? PatternMatcher(source) }
  }

  /// - Throws: ``TokenizerError/unsupported(component:)`` for an expression taken for known that is none.
  var matcher: PatternMatcher {
    get throws(TokenizerError) {
      guard let matcher = compiled.value else { throw .unsupported(component: "pattern \(source)") }
      return matcher
    }
  }
}

extension Pattern: Equatable {
  static func == (left: Pattern, right: Pattern) -> Bool {
    if left.source == right.source { return true }
    guard let matcher = left.compiled.value else { return false }
    return matcher == right.compiled.value
  }
}
