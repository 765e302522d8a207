internal import CBytePairs

/// Where text can be cut into words whose tokens do not depend on the words beside them.
///
/// True of Unigram and WordPiece tokenizers that cut at spaces anyway, and whose normalization does not look across a
/// border between two plain characters. Then the tokens of a word can be remembered.
struct WordCut: Sendable {
  /// What each scalar of the basic plane is to the cut, by ``WordMemories``.
  let kinds: FlatTable<UInt8>

  /// The cut that these parts allow; nil for none.
  init?(_ parts: TokenizerParts) {
    switch parts.model {
    case .unigram, .wordPiece: break
    case .bytePair, .affixedBytePair, .wordLevel: return nil
    }
    let looksAhead = parts.addedTokens.contains(where: \.isNormalized)
    guard !looksAhead, parts.normalizer.staysWithinWords, let spaces = parts.preTokenizer.wordSpaces else { return nil }
    var alone: [ClosedRange<UInt32>] = []
    if parts.normalizer.looksAtScalarsAlone, parts.preTokenizer.isolatesPunctuation {
      alone = Self.punctuation + (parts.normalizer.spacesIdeographs ? Self.ideographs : [])
    }
    kinds = FlatTable(capacity: 1 << 16) { kinds in
      func mark(_ ranges: [ClosedRange<UInt32>], _ kind: Int) {
        for scalar in ranges.joined() { kinds[Int(scalar)] |= UInt8(kind) }
      }
      mark(Self.plain, Int(WEIR_SCALAR_IS_PLAIN))
      mark(alone, Int(WEIR_SCALAR_IS_ALONE))
      mark(spaces.map { $0...$0 }, Int(WEIR_SCALAR_IS_SPACE))
      return kinds.count
    }
  }

  /// Characters that no normalization turns into space, takes away or joins with what is beside them.
  static let plain: [ClosedRange<UInt32>] = [
    0x21...0x7e, 0xc0...0x2af, 0x388...0x3ff, 0x400...0x481, 0x48a...0x52f, 0x5d0...0x5ea, 0x2013...0x2016,
    0x2018...0x2026, 0x3001...0x3003, 0x3008...0x3011, 0x3041...0x3096, 0x309d...0x30ff, 0x3400...0x4dbf,
    0x4e00...0x9fff, 0xac00...0xd7a3, 0xff01...0xff5e,
  ]

  /// Those of the plain ones that BERT puts spaces around.
  static let ideographs: [ClosedRange<UInt32>] = [0x3400...0x4dbf, 0x4e00...0x9fff]

  /// Some of the plain ones that are punctuation; all of them would take milliseconds to find.
  static let punctuation: [ClosedRange<UInt32>] = [
    0x21...0x2f, 0x3a...0x40, 0x5b...0x60, 0x7b...0x7e, 0x2013...0x2016, 0x2018...0x2026, 0x3001...0x3003,
    0x3008...0x3011, 0xff01...0xff03, 0xff05...0xff0a, 0xff0c...0xff0f, 0xff1a...0xff1b, 0xff1f...0xff20,
    0xff3b...0xff3d, 0xff5b...0xff5b, 0xff5d...0xff5d,
  ]
}

extension Normalizer {
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

extension Normalizer {
  /// Whether no step looks at more than a plain scalar and the marks behind it.
  fileprivate var looksAtScalarsAlone: Bool {
    switch self {
    case .sequence(let parts): parts.allSatisfy(\.looksAtScalarsAlone)
    case .form, .lowercase, .stripAccents, .scalars: true
    case .strip, .charsMap, .replace, .prepend, .append, .byteLevel: false
    }
  }

  /// Whether it puts spaces around ideographs before it does anything else to them.
  fileprivate var spacesIdeographs: Bool {
    guard case .sequence(let parts) = self else { return false }
    for part in parts {
      switch part {
      case .scalars(.spacedIdeographs): return true
      case .scalars(.bertCleaning): continue
      default: return false
      }
    }
    return false
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

  /// Whether it only cuts at white space and around punctuation.
  fileprivate var isolatesPunctuation: Bool {
    guard case .sequence(let parts) = self, parts.count == 2,
      case .split(.scalars(.whitespace), .removed, isInverted: false) = parts[0],
      case .split(.scalars(.punctuation), .isolated, isInverted: false) = parts[1]
    else { return false }
    return true
  }

  private var staysWithinPieces: Bool {
    switch self {
    case .sequence(let parts): parts.allSatisfy(\.staysWithinPieces)
    case .split(.scalars, _, _), .split(.literal, _, _): true
    case .rewrite(.metaspace(let metaspace)): metaspace.scheme != .first
    case .split, .rewrite: false
    }
  }
}
