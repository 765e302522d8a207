/// A SentencePiece model as the parts of a tokenizer: those that HF transformers converts it to, which is what the models
/// were used with.
///
/// Source: `SpmConverter` and `LlamaConverter` in `convert_slow_tokenizer.py` of HF transformers.
extension SentencePieceFile {
  /// Which steps around the model stand for the file's rules about spaces.
  enum Spaces {
    /// Each text between special tokens gets the space in front: BPE as Llama 2 has it.
    case beforeEachText
    /// Only the beginning of the input gets one: BPE as later models have it.
    case beforeInput
    /// Words are cut apart: Unigram.
    case betweenWords
    /// Words are cut apart at any white space: T5's own.
    case betweenWordsAtWhitespace
  }

  /// The parts as the tokenizer_config.json says, if there is one.
  func parts(_ config: JSONValue?) throws(TokenizerError) -> TokenizerParts {
    guard !pieces.contains(where: { $0.score.isNaN }) else { throw .malformed("a score is no number") }
    // Llama's converters add the beginning, T5's the end of text; the model itself says neither.
    let addsStart = config?["add_bos_token"]?.bool ?? (algorithm == .bytePair)
    let addsEnd = config?["add_eos_token"]?.bool ?? (algorithm != .bytePair && startID == nil)
    let processor = PostProcessor.around(
      start: addsStart ? tokenID(startID) : nil, end: addsEnd ? tokenID(endID) : nil)
    var parts = try parts(spaces(config), processor)
    for (variable, id) in [("bos_token", startID), ("eos_token", endID), ("pad_token", paddingID)] {
      if let id = tokenID(id) {
        parts.chat.specialTokens[variable] = String(decoding: pieces[Int(id)].text, as: UTF8.self)
      }
    }
    parts.chat.endIDs = [tokenID(endID)].compactMap { $0 }
    return parts
  }

  private func tokenID(_ id: Int?) -> Int32? { id.flatMap { pieces.indices.contains($0) ? Int32($0) : nil } }

  /// Models with control symbols of their own came with the later way of spaces.
  private func spaces(_ config: JSONValue?) -> Spaces {
    guard algorithm == .bytePair else { return .betweenWords }
    return config?["legacy"]?.bool ?? !hasControlSymbols ? .beforeEachText : .beforeInput
  }

  func parts(_ spaces: Spaces, _ postProcessor: PostProcessor) throws(TokenizerError) -> TokenizerParts {
    let (model, tokens) = try model()
    return TokenizerParts(
      normalizer: try normalizer(spaces), preTokenizer: preTokenizer(spaces), model: model,
      postProcessor: postProcessor, decoder: decoder(spaces), pieces: try ByteStrings(tokens),
      addedTokens: addedTokens())
  }

  /// What stands for a space.
  private var space: [UInt8] { showsSpaces ? Array("▁".utf8) : [0x20] }

  private func normalizer(_ spaces: Spaces) throws(TokenizerError) -> Normalizer {
    var steps: [Normalizer] = []
    if !charsMap.isEmpty { steps.append(.charsMap(try CharsMap(charsMap))) }
    let isBytePair = spaces == .beforeEachText || spaces == .beforeInput
    if removesExtraSpaces {
      steps += [.strip(start: isBytePair, end: true), .replace(.spaceRuns, with: isBytePair ? [0x20] : space)]
    }
    if spacesFollowWords {
      steps += [.replace(.literal([0x20]), with: space)] + (addsSpace ? [.append(space)] : [])
    } else if spaces == .beforeEachText {
      steps += (addsSpace ? [.prepend(space)] : []) + [.replace(.literal([0x20]), with: space)]
    }
    return .sequence(steps)
  }

  private func preTokenizer(_ spaces: Spaces) -> PreTokenizer {
    if spacesFollowWords {
      let cuts = spaces == .betweenWords || spaces == .betweenWordsAtWhitespace
      return cuts ? .split(.literal(space), .mergedWithPrevious, isInverted: false) : .identity
    }
    func metaspace(_ scheme: Metaspace.PrependScheme, splits: Bool) -> PreTokenizer {
      .metaspace(Metaspace(replacement: space, scheme: addsSpace ? scheme : .never, splits: splits))
    }
    switch spaces {
    case .beforeEachText: return .identity
    case .beforeInput: return metaspace(.first, splits: false)
    case .betweenWords: return metaspace(.always, splits: true)
    case .betweenWordsAtWhitespace:
      return .sequence([.split(.scalars(.whitespace), .removed, isInverted: false), metaspace(.always, splits: true)])
    }
  }

  private func decoder(_ spaces: Spaces) -> Decoder {
    let isPlain = spaces == .betweenWords || spaces == .betweenWordsAtWhitespace
    if isPlain, !hasByteFallback, !spacesFollowWords {
      return Decoder(steps: [.metaspace(replacement: space, dropsFirst: addsSpace)])
    }
    let steps: [Decoder.Step] = [.replace(.literal(space), with: [0x20]), .byteFallback, .fuse]
    guard addsSpace else { return Decoder(steps: steps) }
    let strip = Decoder.Step.strip(
      content: [0x20], start: spacesFollowWords ? 0 : 1, stop: spacesFollowWords ? 1 : 0)
    return Decoder(steps: steps + [strip])
  }

  /// Control symbols, and those that the user defined, are found in the text itself.
  private func addedTokens() -> [AddedToken] {
    pieces.enumerated().compactMap { id, piece in
      guard [.control, .unknown, .userDefined].contains(piece.kind), !piece.text.isEmpty else { return nil }
      return AddedToken(
        content: String(decoding: piece.text, as: UTF8.self), id: Int32(id), isSpecial: piece.kind != .userDefined)
    }
  }

  private func model() throws(TokenizerError) -> (Model, [[UInt8]?]) {
    switch algorithm {
    case .unigram:
      return try UnigramBuilder.build(
        pieces.map { ($0.text, Self.score($0.score)) }, unknownID: unknownID, hasByteFallback: hasByteFallback)
    case .bytePair: return try bytePair(merges: true)
    case .character: return try bytePair(merges: false)
    case .word:
      let unknown = unknownID.map { pieces[$0].text } ?? []
      let vocabulary = try Vocabulary(pieces.map(\.text))
      return (.wordLevel(WordLevelModel(vocabulary: vocabulary, unknown: unknown)), pieces.map(\.text))
    }
  }

  /// A score as the reference's files write it and read it again.
  private static func score(_ score: Float) -> Double { DecimalQuotient.value(of: "\(Double(score))") ?? .nan }

  private func bytePair(merges: Bool) throws(TokenizerError) -> (Model, [[UInt8]?]) {
    let texts = pieces.map { $0.text as [UInt8]? }
    let builder = try BytePairBuilder(pieces: texts, isByteLevel: false)
    var unknown = BytePairModel.Unknown(id: unknownID.map(Int32.init), isFused: true)
    if hasByteFallback { unknown.byteIDs = builder.byteFallbackIDs() }
    let entries = merges ? ScoredMerges.entries(pieces, builder.pieces) : []
    return (.bytePair(try builder.model(merges: entries, unknown: unknown, ignoresMerges: false)), texts)
  }
}
