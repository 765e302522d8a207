/// Text without added tokens to ids: normalization, pre-tokenization and byte pairs in the fastest way that is the same.
struct BytePairEncoding: Sendable {
  private enum Way: Sendable {
    /// Words are found by a scanner.
    case cut(PatternCut)
    /// Spaces are kept as they are.
    case spaced(SpacedBytePairs)
    /// Step by step, as the file says.
    case steps
  }

  let tables: BytePairTables
  private let way: Way
  private let normalizer: Normalizer
  private let preTokenizer: PreTokenizer
  private let addedTokens: AddedTokenMatcher

  /// Nil for another model, and for what cannot be told from a word alone. `addedTokens` are those looked for in
  /// normalized text; `compiled` are tables that were made from the same parts before.
  init?(
    _ parts: TokenizerParts, _ addedTokens: AddedTokenMatcher, compiled: CompiledTables? = nil
  ) throws(TokenizerError) {
    guard case .bytePair(let model) = parts.model, model.unknown.byteIDs?.contains(where: { $0 < 0 }) != true,
      parts.normalizer.isIdentity || !parts.preTokenizer.asksForStart
    else { return nil }
    normalizer = parts.normalizer
    preTokenizer = parts.preTokenizer
    self.addedTokens = addedTokens
    let prefix = addedTokens.isEmpty ? SpacedBytePairs.prefix(normalizer, preTokenizer) : nil
    if let compiled {
      tables = compiled.tables
      let spaced = prefix.flatMap { prefix in
        compiled.spacedCut.map { SpacedBytePairs(prefix, compiled.tables, cut: $0) }
      }
      way = spaced.map(Way.spaced) ?? compiled.cut.map(Way.cut) ?? .steps
      return
    }
    let source = model.source
    if let prefix, let spaced = try SpacedBytePairs(prefix, source) {
      way = .spaced(spaced)
      tables = spaced.tables
    } else {
      way = preTokenizer.cut.map(Way.cut) ?? .steps
      tables = try BytePairTables(source)
    }
    model.dropMerges(for: tables)
  }

  /// Tables that were made before.
  struct CompiledTables {
    var tables: BytePairTables
    var alphabet: BytePairModel.Alphabet
    var unknown: BytePairModel.Unknown
    var ignoresMerges: Bool
    /// Where text is cut, if the tables have spaces for visible ones.
    var spacedCut: PatternCut?
    /// The scanner of words, if there is one for the pre-tokenizer.
    var cut: PatternCut?
  }

  /// The number of the scanner that finds words.
  var cutCode: Int? { if case .cut(let cut) = way { cut.code } else { nil } }

  /// Where text is cut if spaces are kept as they are; nil if they are not.
  var spacedCut: PatternCut? { if case .spaced(let spaced) = way { spaced.cut } else { nil } }

  /// Appends the ids of `text[range]`, which is not empty.
  func encode(
    _ text: Span<UInt8>, _ range: Range<Int>, parsesSpecial: Bool, _ encoder: inout BytePairTables.Encoder
  ) throws(TokenizerError) {
    let startsInput = range.lowerBound == 0
    if case .spaced(let spaced) = way { return spaced.encode(text, range, startsInput, &encoder) }
    if normalizer.leavesUnchanged(text, range) {
      return try encodeNormalized(text, range, startsInput, parsesSpecial, &encoder)
    }
    let normalized = try normalizer.normalize(Array(text, range))
    try encodeNormalized(normalized.span, 0..<normalized.count, startsInput, parsesSpecial, &encoder)
  }

  private func encodeNormalized(
    _ text: Span<UInt8>, _ range: Range<Int>, _ startsInput: Bool, _ parsesSpecial: Bool,
    _ encoder: inout BytePairTables.Encoder
  ) throws(TokenizerError) {
    for part in addedTokens.parts(of: text, in: range, parsesSpecial: parsesSpecial) {
      switch part {
      case .token(let id, _): encoder.append(id)
      case .text(let piece):
        if case .cut(let cut) = way {
          encoder.encode(text, piece, cut: cut)
        } else {
          try encodeSteps(Array(text, piece), startsInput && piece.lowerBound == range.lowerBound, &encoder)
        }
      }
    }
  }

  private func encodeSteps(
    _ text: [UInt8], _ startsInput: Bool, _ encoder: inout BytePairTables.Encoder
  ) throws(TokenizerError) {
    var tokens = PreTokens(bytes: text, pieces: [0..<text.count], startsInput: startsInput)
    try preTokenizer.apply(to: &tokens)
    for piece in tokens.pieces where !piece.isEmpty { encoder.encode(tokens.bytes.span, piece, cut: .whole) }
  }
}

extension Array<UInt8> {
  /// A copy of `span[range]`.
  fileprivate init(_ span: Span<UInt8>, _ range: Range<Int>) {
    self = span.extracting(range).withUnsafeBufferPointer { Array($0) }
  }
}
