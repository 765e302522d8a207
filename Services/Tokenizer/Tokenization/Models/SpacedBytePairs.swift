/// A SentencePiece vocabulary whose visible spaces (U+2581) are kept as spaces, so that text needs no rewriting and is cut
/// before spaces.
struct SpacedBytePairs: Sendable {
  /// Which texts get a space before them.
  enum Prefix: Sendable {
    case never
    /// Every text, whatever it begins with.
    case every
    /// Texts that do not begin with one: all, or the one that starts the input.
    case unspaced(onlyFirst: Bool)
  }

  let tables: BytePairTables
  let cut: PatternCut
  private let prefix: Prefix

  private static let visibleSpace = Array("▁".utf8)

  /// Nil where tokens have both kinds of spaces.
  init?(_ prefix: Prefix, _ source: BytePairSource) throws(TokenizerError) {
    let tokens = source.tokens.strings
    guard source.alphabet == .scalars, !tokens.contains(where: { $0?.contains(0x20) ?? false }) else { return nil }
    let spaced = tokens.map { $0.map(Self.spaced) }
    self.prefix = prefix
    tables = try BytePairTables(
      BytePairSource(
        tokens: try ByteStrings(spaced), merges: source.merges, alphabet: source.alphabet, unknown: source.unknown,
        ignoresMerges: source.ignoresMerges))
    // No merge may reach over the places where text is cut.
    cut = source.merges.contains { Self.hasSpaceInside(spaced[Int($0.merged)] ?? []) } ? .whole : .spaces
  }

  /// With tables that were made before.
  init(_ prefix: Prefix, _ tables: BytePairTables, cut: PatternCut) {
    self.prefix = prefix
    self.tables = tables
    self.cut = cut
  }

  /// Nil where normalizer and pre-tokenizer do something else.
  static func prefix(_ normalizer: Normalizer, _ preTokenizer: PreTokenizer) -> Prefix? {
    switch (normalizer.spacing, preTokenizer) {
    case (.visible(prepends: let prepends), _) where preTokenizer.isIdentity: return prepends ? .every : .never
    case (.unchanged, .rewrite(.metaspace(let metaspace)))
    where !metaspace.splits && metaspace.replacement == visibleSpace:
      return metaspace.scheme == .never ? .never : .unspaced(onlyFirst: metaspace.scheme == .first)
    default: return nil
    }
  }

  private static func spaced(_ token: [UInt8]) -> [UInt8] {
    var spaced: [UInt8] = []
    var rest = token[...]
    while let byte = rest.first {
      let isSpace = rest.starts(with: visibleSpace)
      spaced.append(isSpace ? 0x20 : byte)
      rest = rest.dropFirst(isSpace ? 3 : 1)
    }
    return spaced
  }

  private static func hasSpaceInside(_ token: [UInt8]) -> Bool {
    zip(token, token.dropFirst()).contains { $0 != 0x20 && $1 == 0x20 }
  }

  /// Appends the ids of `text[range]`, which is not empty.
  func encode(_ text: Span<UInt8>, _ range: Range<Int>, _ startsInput: Bool, _ encoder: inout BytePairTables.Encoder) {
    encoder.encodeSpaced(text, range, cut: cut, prepends: prepends(text, range, startsInput))
  }

  private func prepends(_ text: Span<UInt8>, _ range: Range<Int>, _ startsInput: Bool) -> Bool {
    switch prefix {
    case .never: return false
    case .every: return true
    case .unspaced(let onlyFirst):
      if onlyFirst && !startsInput { return false }
      let start = range.lowerBound
      if text[start] == 0x20 { return false }
      return !(range.count >= 3 && Self.visibleSpace.indices.allSatisfy { text[start + $0] == Self.visibleSpace[$0] })
    }
  }
}

extension Normalizer {
  /// What a normalizer does about spaces.
  enum Spacing: Equatable {
    case unchanged
    /// They become U+2581, and one is put before the text.
    case visible(prepends: Bool)
  }

  /// Nil for one that does anything else.
  fileprivate var spacing: Spacing? {
    guard case .sequence(let parts) = self else { return Normalizer.sequence([self]).spacing }
    let space = Array("▁".utf8)
    var prepends = false
    for (index, part) in parts.enumerated() {
      switch part {
      case .prepend(space) where index == 0: prepends = true
      case .replace(.literal([0x20]), space) where index == parts.count - 1: return .visible(prepends: prepends)
      default: return nil
      }
    }
    return prepends ? nil : Spacing.unchanged
  }
}

extension PreTokenizer {
  fileprivate var isIdentity: Bool { if case .sequence(let parts) = self { parts.isEmpty } else { false } }
}
