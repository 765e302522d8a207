/// Reads the regular expressions of JSON schemas: ECMA-262 with the `u` flag, without what no automaton can hold (back
/// references, look-around) and without word boundaries and Unicode properties.
struct PatternReader {
  /// Groups within each other: each level takes stack.
  static let depthMax = 48

  private let scalars: [Unicode.Scalar]
  private var position = 0
  private var depth = 0

  private init(_ text: String) { scalars = Array(text.unicodeScalars) }

  /// - Throws: a message that says what is not taken.
  static func read(_ text: String) throws(PatternError) -> PatternNode {
    var reader = PatternReader(text)
    let node = try reader.choice()
    guard reader.current == nil else { throw PatternError("a ) without its (") }
    return node
  }

  private var current: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

  private mutating func next() -> Unicode.Scalar? {
    defer { position += 1 }
    return current
  }

  private mutating func take(_ text: String) -> Bool {
    guard scalars[min(position, scalars.count)...].starts(with: text.unicodeScalars) else { return false }
    position += text.unicodeScalars.count
    return true
  }

  private mutating func choice() throws(PatternError) -> PatternNode {
    var branches = [try sequence()]
    while take("|") { branches.append(try sequence()) }
    return branches.count == 1 ? branches[0] : .choice(branches)
  }

  private mutating func sequence() throws(PatternError) -> PatternNode {
    var terms: [PatternNode] = []
    while let scalar = current, scalar != "|", scalar != ")" { terms.append(try quantified(try term())) }
    return terms.count == 1 ? terms[0] : .sequence(terms)
  }

  private mutating func term() throws(PatternError) -> PatternNode {
    switch next() {
    case "^": return .start
    case "$": return .end
    case ".": return .set(ScalarSet.lineEnds.inverted)
    case "(": return try group()
    case "[": return .set(try characterClass())
    case "\\": return .set(try escape(inClass: false))
    case "*", "+", "?", "{", "}", "]": throw PatternError("a quantifier or bracket with nothing before it")
    case .some(let scalar): return .set(ScalarSet(scalar))
    case nil: throw PatternError("an end where something must stand")
    }
  }

  private mutating func group() throws(PatternError) -> PatternNode {
    if take("?=") || take("?!") || take("?<=") || take("?<!") { throw PatternError("look-around is not taken") }
    if take("?<") {
      while let scalar = next(), scalar != ">" {}
    } else if take("?"), !take(":") {
      throw PatternError("inline flags are not taken")
    }
    depth += 1
    guard depth <= Self.depthMax else { throw PatternError("groups nested deeper than \(Self.depthMax)") }
    let node = try choice()
    depth -= 1
    guard take(")") else { throw PatternError("a ( without its )") }
    return node
  }

  private mutating func quantified(_ node: PatternNode) throws(PatternError) -> PatternNode {
    let (least, most): (Int, Int?)
    if take("*") {
      (least, most) = (0, nil)
    } else if take("+") {
      (least, most) = (1, nil)
    } else if take("?") {
      (least, most) = (0, 1)
    } else if take("{") {
      (least, most) = try bounds()
    } else {
      return node
    }
    if node == .start || node == .end { throw PatternError("^ and $ cannot be repeated") }
    // Whether it takes as few as it can changes what is found, not which texts match.
    _ = take("?")
    return .repeated(node, least: least, most: most)
  }

  /// The rest of `{m}`, `{m,}` or `{m,n}`.
  private mutating func bounds() throws(PatternError) -> (Int, Int?) {
    guard let least = number() else { throw PatternError("a { that begins no count") }
    if take("}") { return (least, least) }
    guard take(",") else { throw PatternError("a { that begins no count") }
    if take("}") { return (least, nil) }
    guard let most = number(), take("}"), most >= least else { throw PatternError("a { that begins no count") }
    return (least, most)
  }

  private mutating func number() -> Int? {
    var digits = ""
    while let scalar = current, ScalarSet.digits.contains(scalar.value), digits.count < 6 {
      digits.unicodeScalars.append(scalar)
      position += 1
    }
    return Int(digits)
  }

  // MARK: Classes

  private mutating func characterClass() throws(PatternError) -> ScalarSet {
    let isInverted = take("^")
    var set = ScalarSet([])
    while !take("]") {
      let first = try classAtom()
      // A `-` before the end is itself.
      guard current == "-", position + 1 < scalars.count, scalars[position + 1] != "]" else {
        set = set.union(first)
        continue
      }
      position += 1
      let last = try classAtom()
      guard let low = first.single, let high = last.single, low <= high else {
        throw PatternError("a range of characters that is none")
      }
      set = set.union(ScalarSet([low...high]))
    }
    return isInverted ? set.inverted : set
  }

  private mutating func classAtom() throws(PatternError) -> ScalarSet {
    guard let scalar = next() else { throw PatternError("a [ without its ]") }
    return scalar == "\\" ? try escape(inClass: true) : ScalarSet(scalar)
  }

  private mutating func escape(inClass: Bool) throws(PatternError) -> ScalarSet {
    guard let scalar = next() else { throw PatternError("a \\ at the end") }
    switch scalar {
    case "d": return .digits
    case "D": return ScalarSet.digits.inverted
    case "w": return .wordCharacters
    case "W": return ScalarSet.wordCharacters.inverted
    case "s": return .spaces
    case "S": return ScalarSet.spaces.inverted
    case "t": return ScalarSet("\t")
    case "n": return ScalarSet("\n")
    case "v": return ScalarSet("\u{0b}")
    case "f": return ScalarSet("\u{0c}")
    case "r": return ScalarSet("\r")
    case "0" where !(current.map { ScalarSet.digits.contains($0.value) } ?? false): return ScalarSet("\0")
    case "x": return try hexadecimal(digits: 2)
    case "u": return take("{") ? try bracedScalar() : try hexadecimal(digits: 4)
    case "b" where inClass: return ScalarSet("\u{08}")
    // Everything else that is no letter or digit stands for itself.
    case _ where !ScalarSet.wordCharacters.contains(scalar.value) || scalar == "_": return ScalarSet(scalar)
    default: throw PatternError("\\\(scalar) is not taken")
    }
  }

  private mutating func hexadecimal(digits: Int) throws(PatternError) -> ScalarSet {
    let text = String(String.UnicodeScalarView(scalars[min(position, scalars.count)...].prefix(digits)))
    position += digits
    guard text.unicodeScalars.count == digits, text.allSatisfy(\.isHexDigit), let value = UInt32(text, radix: 16),
      let scalar = Unicode.Scalar(value)
    else { throw PatternError("an escape that names no character") }
    return ScalarSet(scalar)
  }

  private mutating func bracedScalar() throws(PatternError) -> ScalarSet {
    var text = ""
    while let scalar = next(), scalar != "}" { text.unicodeScalars.append(scalar) }
    guard text.allSatisfy(\.isHexDigit), let scalar = UInt32(text, radix: 16).flatMap(Unicode.Scalar.init) else {
      throw PatternError("an escape that names no character")
    }
    return ScalarSet(scalar)
  }
}

extension ScalarSet {
  fileprivate var single: UInt32? {
    ranges.count == 1 && ranges[0].count == 1 ? ranges[0].lowerBound : nil
  }
}

/// Why a pattern is not taken.
struct PatternError: Error, Hashable {
  let reason: String

  init(_ reason: String) { self.reason = reason }
}
