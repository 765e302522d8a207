internal import CBytePairs

/// Where text can be cut into words whose tokens do not depend on the words beside them, and what each scalar of a word
/// becomes.
///
/// True of Unigram and WordPiece tokenizers that cut at spaces anyway, and whose normalization does not look across a
/// border between two scalars that are not complex. Then the tokens of a word can be remembered. What a scalar becomes the
/// steps themselves tell, when the scalar is first met.
struct WordCut: Sendable {
  /// What the pre-tokenizer puts in front of a word.
  let prefix: [UInt8]
  /// Whether words of scalars that are not complex are what the steps cut.
  let knowsWords: Bool
  private let parts: TokenizerParts
  private let spaces: [UInt32]
  private let context: NormalizationContext

  /// Between two letters, which no step changes or parts from each other.
  private static let letter = UInt8(ascii: "a")
  /// Bytes of the longest prefix, and of what a scalar becomes, that the C library takes.
  private static let prefixByteCountMax = 4
  private static let changeByteCountMax = 255

  /// The cut that these parts allow; nil for none.
  init?(_ parts: TokenizerParts) {
    switch parts.model {
    case .unigram, .wordPiece: break
    case .bytePair, .affixedBytePair, .wordLevel: return nil
    }
    let looksAhead = parts.addedTokens.contains(where: \.isNormalized)
    guard !looksAhead, parts.normalizer.staysWithinWords, let spaces = parts.preTokenizer.wordSpaces else { return nil }
    // Without a step that takes all white space away, spaces beyond one between two words would be tokens.
    guard spaces.count > 1 || parts.normalizer.joinsSpaces else { return nil }
    self.parts = parts
    self.spaces = spaces
    let pieces = Self.pieces([Self.letter], parts)
    let word = pieces?.count == 1 ? pieces?[0] : nil
    prefix = word.map { $0.dropLast() } ?? []
    knowsWords =
      parts.preTokenizer.cutsAtScalars && word?.last == Self.letter && prefix.count <= Self.prefixByteCountMax
    context = parts.normalizer.context
  }

  private static func pieces(_ text: [UInt8], _ parts: TokenizerParts) -> [[UInt8]]? {
    var tokens = PreTokens(bytes: text, pieces: [0..<text.count], startsInput: false)
    guard (try? parts.preTokenizer.apply(to: &tokens)) != nil else { return nil }
    return tokens.pieces.map { Array(tokens.bytes[$0]) }.filter { !$0.isEmpty }
  }

  /// What becomes of a scalar.
  enum Fate: Equatable {
    case same, space, stepwise, complex
    case changed([UInt8])
    case alone([UInt8])
  }

  /// What becomes of `scalar` wherever it stands.
  func fate(of scalar: UInt32) -> Fate {
    var text: [UInt8] = []
    text.append(scalar: scalar)
    if knowsWords, let normalized = normalized(text), context.leavesAlone(scalar, normalized),
      let fate = fate(of: text, normalized)
    {
      return fate
    }
    if spaces.contains(scalar) { return .space }
    return Self.plain.contains { $0.contains(scalar) } ? .stepwise : .complex
  }

  /// What it becomes between two letters, where space is not taken off as at the end of a text; nil if they change.
  private func normalized(_ text: [UInt8]) -> [UInt8]? {
    let between = try? parts.normalizer.normalize([Self.letter] + text + [Self.letter])
    guard let between, between.count >= 2, between.first == Self.letter, between.last == Self.letter else { return nil }
    return Array(between.dropFirst().dropLast())
  }

  /// By what the pre-tokenizer makes of it between two letters; nil if that is none of the fates.
  private func fate(of text: [UInt8], _ normalized: [UInt8]) -> Fate? {
    let letter = [Self.letter]
    guard normalized.count <= Self.changeByteCountMax, prefix.isEmpty || !Self.contains(normalized, prefix),
      let pieces = Self.pieces(letter + normalized + letter, parts),
      pieces.allSatisfy({ $0.starts(with: prefix) })
    else { return nil }
    let words = pieces.map { Array($0.dropFirst(prefix.count)) }
    if words == [letter + normalized + letter] { return normalized == text ? .same : .changed(normalized) }
    if words == [letter, letter] { return .space }
    return words.count == 3 && words[0] == letter && words[2] == letter ? .alone(words[1]) : nil
  }

  private static func contains(_ text: [UInt8], _ part: [UInt8]) -> Bool {
    text.indices.contains { text[$0...].starts(with: part) }
  }

  /// Characters that no normalization turns into space, takes away or joins with what is beside them.
  static let plain: [ClosedRange<UInt32>] = [
    0x21...0x7e, 0xc0...0x2af, 0x388...0x3ff, 0x400...0x481, 0x48a...0x52f, 0x5d0...0x5ea, 0x2013...0x2016,
    0x2018...0x2026, 0x3001...0x3003, 0x3008...0x3011, 0x3041...0x3096, 0x309d...0x30ff, 0x3400...0x4dbf,
    0x4e00...0x9fff, 0xac00...0xd7a3, 0xff01...0xff5e,
  ]
}

/// What a scalar's normalization may depend on.
private enum NormalizationContext {
  /// Only marks that go before or behind others.
  case marks
  /// The grapheme cluster that it is in.
  case cluster
  /// That, and white space at the end or beside white space.
  case clusterAndSpace
  /// More, but for visible ASCII beside visible ASCII without these scalars.
  case anythingButASCII(without: Set<UInt32>)
  case anything

  /// Whether `scalar` becomes `normalized` beside any others that are left alone.
  func leavesAlone(_ scalar: UInt32, _ normalized: [UInt8]) -> Bool {
    switch self {
    case .marks: normalized.scalarValues.allSatisfy { NormalizationTables.combiningClass($0) == 0 }
    case .cluster: Self.isCluster(scalar)
    case .clusterAndSpace:
      // What vanishes lets the white space on its sides meet.
      Self.isCluster(scalar) && !normalized.isEmpty
        && (normalized == [0x20] || !normalized.scalarValues.contains(where: ScalarClass.isWhitespace))
    case .anythingButASCII(without: let asked): 0x21...0x7e ~= scalar && !asked.contains(scalar)
    case .anything: false
    }
  }

  /// Whether it is a cluster for itself. A line feed joins only a carriage return, which is none.
  private static func isCluster(_ scalar: UInt32) -> Bool { GraphemeClusters.isSimple(scalar) || scalar == 0x0a }
}

extension Normalizer {
  fileprivate var context: NormalizationContext {
    if case .charsMap = self { return .cluster }
    // SentencePiece's own steps.
    if case .sequence(let parts) = self, case .charsMap? = parts.first,
      parts.dropFirst().allSatisfy(\.looksAtSpaceAlone)
    {
      return .clusterAndSpace
    }
    if looksAtScalarsAlone { return .marks }
    // Texts that are replaced at first are found by what is written, so that they matter to their own scalars only.
    let literals = leaves.prefix { $0.literal != nil }
    guard leaves.dropFirst(literals.count).allSatisfy(\.leavesASCIIAlone) else { return .anything }
    return .anythingButASCII(without: Set(literals.flatMap { $0.literal?.scalarValues ?? [] }))
  }

  /// Its steps without the sequences around them.
  private var leaves: [Normalizer] {
    if case .sequence(let parts) = self { parts.flatMap(\.leaves) } else { [self] }
  }

  /// The text that it replaces.
  private var literal: [UInt8]? { if case .replace(.literal(let text), _) = self { text } else { nil } }

  /// Whether no step looks at more than a scalar and the marks behind it, which decomposing puts in order.
  private var looksAtScalarsAlone: Bool {
    switch self {
    case .sequence(let parts): parts.allSatisfy(\.looksAtScalarsAlone)
    case .form(.decomposed), .form(.compatibilityDecomposed), .lowercase, .stripAccents, .scalars: true
    case .form, .strip, .charsMap, .replace, .prepend, .append, .byteLevel: false
    }
  }

  /// Whether it changes white space alone, and by what else is white space beside it.
  private var looksAtSpaceAlone: Bool {
    switch self {
    case .strip, .replace(.spaceRuns, _): true
    case .sequence, .form, .lowercase, .stripAccents, .prepend, .append, .replace, .charsMap, .scalars, .byteLevel:
      false
    }
  }

  private var leavesASCIIAlone: Bool {
    switch self {
    case .sequence(let parts): parts.allSatisfy(\.leavesASCIIAlone)
    case .form, .lowercase, .stripAccents, .strip, .scalars, .charsMap, .replace(.spaceRuns, _): true
    case .replace, .prepend, .append, .byteLevel: false
    }
  }

  /// Whether it takes spaces off the end, and then makes those of a run one.
  fileprivate var joinsSpaces: Bool {
    guard case .sequence(let parts) = self else { return false }
    let strips = parts.firstIndex { if case .strip(_, end: true) = $0 { true } else { false } }
    let joins = parts.firstIndex { if case .replace(.spaceRuns, _) = $0 { true } else { false } }
    guard let strips, let joins else { return false }
    return strips < joins
  }

  /// Whether it changes the words on both sides of a space, if plain characters stand beside it, as it would change each
  /// alone.
  fileprivate var staysWithinWords: Bool {
    switch self {
    case .sequence(let parts): parts.allSatisfy(\.staysWithinWords)
    case .form, .lowercase, .stripAccents, .strip, .charsMap, .scalars: true
    case .replace(.spaceRuns, _): true
    case .replace(.literal(let text), let content): !(text + content).contains { $0 <= 0x20 }
    case .replace, .prepend, .append, .byteLevel: false
    }
  }
}

extension PreTokenizer {
  /// The white space that it cuts at first, if none of its other steps looks across; nil if it does not.
  fileprivate var wordSpaces: [UInt32]? {
    guard case .sequence(let parts) = self, let first = parts.first else { return nil }
    if case .split(.scalars(.whitespace), .removed, isInverted: false) = first {
      return parts.dropFirst().allSatisfy(\.staysWithinPieces) ? [0x20, 0x0a] : nil
    }
    let (inner, rest) = (parts.count == 1 ? first.wordSpaces : nil, parts.dropFirst())
    if let inner { return inner }
    guard case .rewrite(.metaspace(let metaspace)) = first, metaspace.scheme == .always, metaspace.splits,
      rest.count == 1, rest.allSatisfy(\.staysWithinPieces)
    else { return nil }
    return [0x20]
  }

  private var staysWithinPieces: Bool {
    switch self {
    case .sequence(let parts): parts.allSatisfy(\.staysWithinPieces)
    case .split(.scalars, _, _), .split(.literal, _, _): true
    case .rewrite(.metaspace(let metaspace)): metaspace.scheme != .first
    case .split, .rewrite: false
    }
  }

  /// Whether each border of its pieces follows from the scalars on its two sides: it cuts at sets of scalars, and at the
  /// visible spaces that it writes itself.
  fileprivate var cutsAtScalars: Bool {
    var mark: [UInt8]?
    for step in leaves {
      switch step {
      case .split(.scalars, .removed, isInverted: false), .split(.scalars, .isolated, isInverted: false): continue
      case .rewrite(.metaspace(let metaspace)) where metaspace.scheme != .first: mark = metaspace.replacement
      case .split(.literal(let text), .mergedWithNext, isInverted: false) where text == mark: continue
      default: return false
      }
    }
    return true
  }

  /// Its steps without the sequences around them.
  private var leaves: [PreTokenizer] {
    if case .sequence(let parts) = self { parts.flatMap(\.leaves) } else { [self] }
  }
}
