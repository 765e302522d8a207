/// A recursive-descent parser for the subset of RE2's syntax that filter rules may use. Whatever it accepts, RE2
/// accepts with the same meaning; what it does not support it refuses by name.
///
/// Source: https://github.com/google/re2/wiki/Syntax
struct PatternParser {
  let scalars: [Unicode.Scalar]
  var index = 0
  var flags: Flags

  struct Flags {
    var ignoreCase = false
    var dotMatchesNewline = false
    var multiLine = false
  }

  static func parse(_ text: String, ignoreCase: Bool = false) throws(PatternSyntaxError) -> Pattern {
    var parser = PatternParser(scalars: Array(text.unicodeScalars), flags: Flags(ignoreCase: ignoreCase))
    let pattern = try parser.choice(depth: 0)
    if parser.peek != nil { throw parser.error("')' without '('; write '\\)' for the character") }
    return pattern
  }

  private mutating func choice(depth: Int) throws(PatternSyntaxError) -> Pattern {
    guard depth <= PatternLimits.depthMax else { throw error("more than \(PatternLimits.depthMax) nested groups") }
    var branches = [try sequence(depth: depth)]
    while take("|") { branches.append(try sequence(depth: depth)) }
    return branches.count == 1 ? branches[0] : .choice(branches)
  }

  private mutating func sequence(depth: Int) throws(PatternSyntaxError) -> Pattern {
    var parts: [Pattern] = []
    while let next = peek, next != "|", next != ")" {
      if let part = try repeated(depth: depth) { parts.append(part) }
    }
    return parts.isEmpty ? .empty : parts.count == 1 ? parts[0] : .sequence(parts)
  }

  /// An atom with its quantifier; nil for a group that only sets flags.
  private mutating func repeated(depth: Int) throws(PatternSyntaxError) -> Pattern? {
    if takesBounds() != nil || peek.map({ "*+?".unicodeScalars.contains($0) }) == true {
      throw error("a quantifier with nothing to repeat")
    }
    guard let atom = try atom(depth: depth) else { return nil }
    guard let bounds = try quantifier() else { return atom }
    if try quantifierFollows() { throw error("two quantifiers in a row; lazy ones such as '+?' have no meaning here") }
    return .repetition(atom, min: bounds.min, max: bounds.max)
  }

  private mutating func atom(depth: Int) throws(PatternSyntaxError) -> Pattern? {
    switch next() {
    case "(": try group(depth: depth)
    case "[": .scalar(try characterClass())
    case "\\": try escape()
    case ".": .scalar(flags.dotMatchesNewline ? .everything : ScalarSet([10...10]).inverted)
    case "^": .assertion(flags.multiLine ? .lineStart : .textStart)
    case "$": .assertion(flags.multiLine ? .lineEnd : .textEnd)
    case let scalar?: literal(scalar)
    case nil: throw error("the pattern ends too early")
    }
  }

  func literal(_ scalar: Unicode.Scalar) -> Pattern { .scalar(folded(ScalarSet(scalar))) }

  func folded(_ set: ScalarSet) -> ScalarSet { flags.ignoreCase ? CaseFolding.closure(of: set) : set }

  private mutating func group(depth: Int) throws(PatternSyntaxError) -> Pattern? {
    let outer = flags
    if take("?"), try groupPrefix() == .onlyFlags { return nil }
    let body = try choice(depth: depth + 1)
    guard take(")") else { throw error("'(' without ')'; write '\\(' for the character") }
    flags = outer
    return body
  }

  // MARK: reading

  var peek: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

  mutating func next() -> Unicode.Scalar? {
    guard let scalar = peek else { return nil }
    index += 1
    return scalar
  }

  mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard peek == scalar else { return false }
    index += 1
    return true
  }

  func error(_ reason: String) -> PatternSyntaxError { PatternSyntaxError(reason: reason, offset: index) }
}
