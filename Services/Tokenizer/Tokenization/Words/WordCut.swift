/// Where text can be cut into words whose tokens do not depend on the words beside them.
///
/// True of Unigram and WordPiece tokenizers that cut at spaces anyway, and whose normalization does not look across a
/// space between two plain characters. Then the tokens of a word can be remembered.
enum WordCut: Sendable {
  /// At spaces.
  case spaces
  /// At spaces and line feeds.
  case whitespace

  /// The cut that these parts allow; nil for none.
  init?(_ parts: TokenizerParts) {
    switch parts.model {
    case .unigram, .wordPiece: break
    case .bytePair, .affixedBytePair, .wordLevel: return nil
    }
    let looksAhead = parts.addedTokens.contains(where: \.isNormalized)
    guard !looksAhead, parts.normalizer.staysWithinWords, let cut = parts.preTokenizer.wordCut else { return nil }
    self = cut
  }

  /// Where the word that starts at `start` ends, and where the next begins.
  func next(_ text: Span<UInt8>, from start: Int, to end: Int) -> (wordEnd: Int, next: Int) {
    var index = start
    while index < end {
      if isSpace(text[index]) {
        var after = index
        while after < end, isSpace(text[after]) { after += 1 }
        if index > start, after < end, Self.isPlain(text, text.startOfScalar(before: index)), Self.isPlain(text, after)
        {
          return (index, after)
        }
        index = after
      } else {
        index += 1
      }
    }
    return (end, end)
  }

  @inline(__always)
  private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (byte == 0x0a && self == .whitespace) }

  /// Characters that no normalization turns into space, takes away or joins with a space beside them.
  @inline(__always)
  private static func isPlain(_ text: Span<UInt8>, _ index: Int) -> Bool {
    if text[index] < 0x80 { return text[index] > 0x20 && text[index] < 0x7f }
    switch text.scalar(at: index).value {
    case 0xc0..<0x2b0, 0x388...0x3ff, 0x400...0x481, 0x48a...0x52f, 0x5d0...0x5ea, 0x2013...0x2016, 0x2018...0x2026,
      0x3001...0x3003, 0x3008...0x3011, 0x3041...0x3096, 0x309d...0x30ff, 0x3400...0x4dbf, 0x4e00...0x9fff,
      0xac00...0xd7a3, 0xff01...0xff5e:
      return true
    default: return false
    }
  }
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

extension PreTokenizer {
  /// The cut that it makes first, and that none of its other steps looks across.
  fileprivate var wordCut: WordCut? {
    guard case .sequence(let parts) = self, let first = parts.first else { return nil }
    if case .split(.scalars(.whitespace), .removed, isInverted: false) = first {
      return parts.dropFirst().allSatisfy(\.staysWithinPieces) ? .whitespace : nil
    }
    let (inner, rest) = (parts.count == 1 ? first.wordCut : nil, parts.dropFirst())
    if let inner { return inner }
    guard case .rewrite(.metaspace(let metaspace)) = first, metaspace.scheme == .always, metaspace.splits,
      rest.count == 1, rest.allSatisfy(\.staysWithinPieces)
    else { return nil }
    return .spaces
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
