/// Parses the part of Oniguruma's syntax that tokenizer files use. Anything else is an error that names it.
struct PatternParser {
  /// Scalars of one pattern; the longest published one has 1,200.
  static let lengthMax = 16_384
  /// Nested groups, each of which takes stack.
  static let depthMax = 32
  /// Largest count in `{m,n}`, since each repetition is a copy.
  static let countMax = 1_000

  let scalars: [Unicode.Scalar]
  var position = 0
  private var depth = 0
  var ignoresCase = false

  private init(_ scalars: [Unicode.Scalar]) { self.scalars = scalars }

  static func parse(_ pattern: String) throws(TokenizerError) -> PatternNode {
    let scalars = Array(pattern.unicodeScalars)
    guard scalars.count <= lengthMax else { throw .limit("pattern longer than \(lengthMax) characters") }
    var parser = PatternParser(scalars)
    let node = try parser.alternation()
    guard parser.position == scalars.count else { throw .malformed("pattern has a ) too many") }
    return node
  }

  var current: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

  mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard current == scalar else { return false }
    position += 1
    return true
  }

  mutating func take(_ text: StaticString) -> Bool {
    let wanted = Array(text.description.unicodeScalars)
    guard scalars[position...].starts(with: wanted) else { return false }
    position += wanted.count
    return true
  }

  mutating func next() throws(TokenizerError) -> Unicode.Scalar {
    guard let scalar = current else { throw .malformed("pattern ends early") }
    position += 1
    return scalar
  }

  mutating func alternation() throws(TokenizerError) -> PatternNode {
    var branches = [try sequence()]
    while take("|" as Unicode.Scalar) { branches.append(try sequence()) }
    return branches.count == 1 ? branches[0] : .alternation(branches)
  }

  mutating func sequence() throws(TokenizerError) -> PatternNode {
    var nodes: [PatternNode] = []
    while let scalar = current, scalar != "|", scalar != ")" { nodes.append(try quantified(try atom())) }
    return nodes.count == 1 ? nodes[0] : .sequence(nodes)
  }

  mutating func atom() throws(TokenizerError) -> PatternNode {
    switch try next() {
    case "(": return try group()
    case "[": return .set(try characterClass())
    case ".": return .set(ScalarSet(ranges: [0x0a...0x0a], isNegated: true))
    case "$": return .endOfLine
    case "\\": return .set(try escape().set)
    case let scalar where "^*+?{".unicodeScalars.contains(scalar): throw .unsupported(component: "pattern \(scalar)")
    case let scalar: return .set(try literal(scalar))
    }
  }

  mutating func group() throws(TokenizerError) -> PatternNode {
    let ignoredCase = ignoresCase
    defer { ignoresCase = ignoredCase }
    return try nested { (p) throws(TokenizerError) in
      let wrap = try p.groupKind()
      let node = wrap(try p.alternation())
      guard p.take(")" as Unicode.Scalar) else { throw .malformed("pattern lacks a )") }
      return node
    }
  }

  mutating func nested<Result>(
    _ body: (inout PatternParser) throws(TokenizerError) -> Result
  ) throws(TokenizerError) -> Result {
    depth += 1
    guard depth <= Self.depthMax else { throw .limit("pattern groups nested deeper than \(Self.depthMax)") }
    let result = try body(&self)
    depth -= 1
    return result
  }

  mutating func groupKind() throws(TokenizerError) -> (PatternNode) -> PatternNode {
    guard take("?" as Unicode.Scalar) else { return { $0 } }
    if take("!" as Unicode.Scalar) { return { .lookahead($0, isNegated: true) } }
    if take("=" as Unicode.Scalar) { return { .lookahead($0, isNegated: false) } }
    if take(":" as Unicode.Scalar) { return { $0 } }
    guard take("i:") else { throw .unsupported(component: "pattern group (?\(current.map(String.init) ?? "")") }
    ignoresCase = true
    return { $0 }
  }

  mutating func quantified(_ node: PatternNode) throws(TokenizerError) -> PatternNode {
    guard let (min, max, isCounted) = try quantifier() else { return node }
    if node.isNullable { throw .unsupported(component: "pattern that repeats an empty match") }
    var greed = PatternGreed.greedy
    if take("?" as Unicode.Scalar) { greed = .lazy } else if take("+" as Unicode.Scalar) { greed = .possessive }
    // In Oniguruma {m,n}+ and {n}? mean other things than in Perl.
    if isCounted && greed != .greedy { throw .unsupported(component: "pattern {m,n} followed by ? or +") }
    return .repeated(node, min: min, max: max, greed)
  }

  mutating func quantifier() throws(TokenizerError) -> (min: Int, max: Int, isCounted: Bool)? {
    if take("*" as Unicode.Scalar) { return (0, .max, false) }
    if take("+" as Unicode.Scalar) { return (1, .max, false) }
    if take("?" as Unicode.Scalar) { return (0, 1, false) }
    guard take("{" as Unicode.Scalar) else { return nil }
    let low = number()
    let high = take("," as Unicode.Scalar) ? number() ?? .max : low
    guard take("}" as Unicode.Scalar), let high, low != nil || high != .max else {
      throw .malformed("pattern has a wrong {m,n}")
    }
    guard low ?? 0 <= high, (low ?? 0) <= Self.countMax, high == .max || high <= Self.countMax else {
      throw .limit("pattern count over \(Self.countMax)")
    }
    return (low ?? 0, high, true)
  }

  mutating func number() -> Int? {
    let start = position
    while let scalar = current, ("0"..."9").contains(scalar) { position += 1 }
    return Int(String(String.UnicodeScalarView(scalars[start..<position])))
  }

  /// What an escape stands for: a set, and the one scalar if it is one (which a range may then start from).
  typealias Escaped = (set: ScalarSet, scalar: Unicode.Scalar?)

  mutating func escape() throws(TokenizerError) -> Escaped {
    switch current {
    case "w":
      position += 1
      return (Members.wordCharactersAlone.set, nil)
    case "W":
      position += 1
      return (Members.wordCharactersAlone.inverted.set, nil)
    default: break
    }
    if let members = try classEscape() { return (members.set, nil) }
    let literal = try escapedScalar(try next())
    return (try self.literal(literal), literal)
  }

  mutating func escapedScalar(_ scalar: Unicode.Scalar) throws(TokenizerError) -> Unicode.Scalar {
    switch scalar {
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "f": return "\u{0c}"
    case "v": return "\u{0b}"
    case "u": return try hexadecimal(digits: 4)
    case "x": return take("{" as Unicode.Scalar) ? try bracedHexadecimal() : try hexadecimal(digits: 2)
    case _ where scalar.value < 0x80 && !scalar.properties.isAlphabetic && !("0"..."9").contains(scalar): return scalar
    default: throw .unsupported(component: "pattern escape \\\(scalar)")
    }
  }

  mutating func hexadecimal(digits: Int) throws(TokenizerError) -> Unicode.Scalar {
    var text = ""
    for _ in 0..<digits { text.unicodeScalars.append(try next()) }
    guard let value = UInt32(text, radix: 16), let scalar = Unicode.Scalar(value) else {
      throw .malformed("pattern has a wrong hexadecimal escape")
    }
    return scalar
  }

  mutating func bracedHexadecimal() throws(TokenizerError) -> Unicode.Scalar {
    let start = position
    while current != "}" { _ = try next() }
    let digits = position - start
    position = start
    let scalar = try hexadecimal(digits: digits)
    position += 1
    return scalar
  }

  mutating func property() throws(TokenizerError) -> Members {
    guard take("{" as Unicode.Scalar) else { throw .malformed("pattern has \\p without {") }
    let isNegated = take("^" as Unicode.Scalar)
    let start = position
    while current != "}" { _ = try next() }
    let name = String(String.UnicodeScalarView(scalars[start..<position]))
    position += 1
    guard let members = Self.members(named: name) else { throw .unsupported(component: "pattern \\p{\(name)}") }
    return isNegated ? members.inverted : members
  }

  private static func members(named name: String) -> Members? {
    if let mask = ScalarClass.mask(named: name) { return Members(classes: mask) }
    return PatternScripts.ranges(named: name).map { Members(ranges: $0) }
  }

  func literal(_ scalar: Unicode.Scalar) throws(TokenizerError) -> ScalarSet {
    guard ignoresCase, scalar.properties.isCased else { return ScalarSet(scalar) }
    guard scalar.isASCII else { throw .unsupported(component: "pattern (?i:) with a letter beyond ASCII") }
    return ScalarSet(ranges: Self.caseVariants(of: scalar).map { $0...$0 })
  }

  /// A range of a class that ignores case: ASCII letters, or scalars that have no case.
  static func withBothCases(
    _ low: Unicode.Scalar, _ high: Unicode.Scalar
  ) throws(TokenizerError) -> [ClosedRange<UInt32>] {
    let scalars = (low.value...min(high.value, low.value + 0x100)).compactMap(Unicode.Scalar.init)
    let cased = scalars.filter(\.properties.isCased)
    guard cased.allSatisfy(\.isASCII), high.value - low.value <= 0x100 else {
      throw .unsupported(component: "pattern (?i:) with a letter beyond ASCII")
    }
    return [low.value...high.value] + cased.flatMap { caseVariants(of: $0).map { $0...$0 } }
  }

  /// Of ASCII letters only s and k have a third form: U+017F (long s) and U+212A (Kelvin sign).
  private static func caseVariants(of letter: Unicode.Scalar) -> [UInt32] {
    let lower = letter.value | 0x20
    let third: [UInt32] = lower == 0x73 ? [0x17f] : lower == 0x6b ? [0x212a] : []
    return [lower, lower & ~0x20] + third
  }
}
