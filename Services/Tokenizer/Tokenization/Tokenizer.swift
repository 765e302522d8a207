internal import CBytePairs

/// Text to token ids and back, exactly as the tokenizer file defines it.
///
/// Immutable and shared freely between threads.
public struct Tokenizer: Sendable {
  /// Bytes of one text: a bound on memory, not on models, whose windows end far below.
  public static let textByteCountMax = 64 << 20

  let parts: TokenizerParts
  let rawAdded: AddedTokenMatcher
  let normalizedAdded: AddedTokenMatcher
  /// Each token's bytes within a stream, by id.
  let tokenBytes: TokenBytes
  /// Whether the pre-tokenizer asks where the text began, which normalization may have moved.
  private let needsAlignment: Bool
  /// The fast way of byte pairs, where there is one.
  let bytePairs: BytePairEncoding?
  let words: WordMemories?
  /// Added tokens that are looked for in normalized text, normalized: decoding starts from these.
  private let normalizedPieces: [Int32: [UInt8]]
  /// Each token's bytes where decoding takes it by itself, with the marks of all tokens.
  let decodedBytes: TokenBytes
  private let decodedTokens: DecodedTokens?

  /// `compiled` are the tables of these parts, where they were made before.
  init(_ parts: TokenizerParts, compiled: Tables? = nil) throws(TokenizerError) {
    // Whatever memory its steps handed on.
    defer { weir_memory_keep_none() }
    self.parts = parts
    rawAdded = try Self.matcher(parts, isNormalized: false)
    normalizedAdded = try Self.matcher(parts, isNormalized: true)
    normalizedPieces = try Self.normalizedPieces(parts)
    // Before the bytes of tokens, which take the memory of merges.
    bytePairs = try BytePairEncoding(parts, normalizedAdded, compiled: compiled?.bytePairs)
    if let compiled {
      (tokenBytes, decodedBytes) = (compiled.tokenBytes, compiled.decodedBytes)
    } else {
      (tokenBytes, decodedBytes) = try Self.tokenBytes(parts, normalizedPieces)
    }
    decodedTokens = DecodedTokens(parts.decoder, decodedBytes)
    words = WordMemories(parts, stored: compiled?.words)
    needsAlignment = parts.preTokenizer.asksForStart && !parts.normalizer.isIdentity
    try warmUp()
  }

  /// Encodes a text, which brings in code and memory that later calls use too: better now than in the first call. Words need
  /// what becomes of each scalar, so that theirs has all of visible ASCII.
  private func warmUp() throws(TokenizerError) {
    if bytePairs != nil { _ = try encode("One first text, 1 é\n", addSpecial: false) }
    // A vocabulary without a token for what is unknown may not be able to encode it.
    if words != nil { _ = try? encode(Self.visibleASCII, addSpecial: false) }
  }

  private static let visibleASCII = String(String.UnicodeScalarView((0x20...0x7e).map { Unicode.Scalar(UInt8($0)) }))

  /// What a vocabulary is compiled to.
  struct Tables {
    var tokenBytes: TokenBytes
    var decodedBytes: TokenBytes
    var bytePairs: BytePairEncoding.CompiledTables?
    var words: FlatTable<UInt8>?
  }

  private static func normalizedPieces(_ parts: TokenizerParts) throws(TokenizerError) -> [Int32: [UInt8]] {
    var pieces: [Int32: [UInt8]] = [:]
    for token in parts.addedTokens where token.isNormalized {
      pieces[token.id] = try parts.normalizer.normalize(Array(token.content.utf8))
    }
    return pieces
  }

  /// The bytes of tokens amid a stream, and where decoding takes each by itself.
  private static func tokenBytes(
    _ parts: TokenizerParts, _ normalizedPieces: [Int32: [UInt8]]
  ) throws(TokenizerError) -> (TokenBytes, TokenBytes) {
    let (own, changes) = try ownBytes(parts)
    var decodedChanges = changes
    var streamedChanges = changes
    var isSame = true
    for token in parts.addedTokens {
      let id = Int(token.id)
      if let piece = normalizedPieces[token.id] { decodedChanges[id] = try parts.decoder.bytes(of: piece) }
      // In a stream an added token is written as it is, even where its characters look like byte-level ones.
      let content = Array(token.content.utf8)
      streamedChanges[id] = content
      isSame = isSame && (decodedChanges[id] ?? own[id]) == content
    }
    let marks = marks(parts, normalizedPieces)
    let decoded = TokenBytes(own, changes: decodedChanges, marks: marks)
    return (isSame ? decoded : TokenBytes(own, changes: streamedChanges, marks: marks), decoded)
  }

  /// What the decoder makes of each token by itself, as strings and what is different from them. At byte level the model
  /// has them already.
  private static func ownBytes(
    _ parts: TokenizerParts
  ) throws(TokenizerError) -> (strings: ByteStrings, changes: [Int: [UInt8]]) {
    if case .bytePair(let model) = parts.model, model.alphabet == .bytes, parts.decoder.isByteLevel {
      var others: [Int: [UInt8]] = [:]
      for id in model.tokens.absent + Array(model.tokens.count..<max(model.tokens.count, parts.pieces.count)) {
        others[id] = try parts.decoder.bytes(of: parts.pieces[id] ?? [])
      }
      for token in parts.addedTokens {
        others[Int(token.id)] = try parts.decoder.bytes(of: Array(token.content.utf8))
      }
      return (model.tokens, others)
    }
    var own: [[UInt8]?] = []
    for id in 0..<parts.pieces.count { own.append(try parts.decoder.bytes(of: parts.pieces[id] ?? [])) }
    return (try ByteStrings(own), [:])
  }

  /// Decoding can leave out tokens that are written like a special token, even if they are none.
  private static func marks(
    _ parts: TokenizerParts, _ normalizedPieces: [Int32: [UInt8]]
  ) -> [Int: TokenBytes.Marks] {
    let special = parts.addedTokens.filter(\.isSpecial)
    let contents = Set(special.map { Array($0.content.utf8) })
    var marks: [Int: TokenBytes.Marks] = [:]
    for token in special { marks[Int(token.id), default: []].insert(.special) }
    for token in parts.addedTokens {
      let piece = normalizedPieces[token.id] ?? parts.pieces[Int(token.id)]
      if piece.map(contents.contains) ?? false { marks[Int(token.id), default: []].insert(.skipped) }
    }
    return marks
  }

  private static func matcher(_ parts: TokenizerParts, isNormalized: Bool) throws(TokenizerError) -> AddedTokenMatcher {
    let tokens = parts.addedTokens.filter { $0.isNormalized == isNormalized }
    var patterns: [[UInt8]] = []
    for token in tokens {
      let content = Array(token.content.utf8)
      patterns.append(isNormalized ? try parts.normalizer.normalize(content) : content)
    }
    return AddedTokenMatcher(tokens, patterns: patterns)
  }

  /// Ids that end an answer.
  public var endIDs: Set<Int32> { Set(parts.chat.endIDs + EndTokens.ids(among: parts.addedTokens)) }

  /// How many ids there are, from 0 on.
  public var vocabularySize: Int { parts.pieces.count }

  /// The chat template that comes with the tokenizer.
  public var chatTemplate: String? { parts.chat.template }

  /// Special tokens by the template variable that holds them: `bos_token`, `eos_token`, …
  public var specialTokens: [String: String] {
    Dictionary(parts.chat.specialTokens.entries.map { ($0.name, $0.text) }, uniquingKeysWith: { $1 })
  }

  /// The id of the token that the file writes as `piece`.
  public func id(of piece: String) -> Int32? {
    parts.addedTokens.first { $0.content == piece }?.id
      ?? (0..<parts.pieces.count).first { parts.pieces[$0] == Array(piece.utf8) }.map(Int32.init)
  }

  /// The ids of `text`.
  ///
  /// - Parameters:
  ///   - addSpecial: whether the special tokens of the file's post-processor (beginning of text …) stand around it.
  ///   - parseSpecial: whether special tokens written in the text count as such; false for text that nobody vouches for.
  /// - Throws: ``TokenizerError/limit(_:)``.
  public func encode(_ text: String, addSpecial: Bool, parseSpecial: Bool = true) throws(TokenizerError) -> [Int32] {
    let ids = try encodeText(text, parseSpecial)
    return parts.postProcessor.process(ids, addSpecial: addSpecial)
  }

  /// The ids of a pair of texts, with or without the special tokens around and between them.
  public func encode(_ first: String, pairedWith second: String, addSpecial: Bool) throws(TokenizerError) -> [Int32] {
    let first = try encodeText(first, true)
    let second = try encodeText(second, true)
    return parts.postProcessor.process(first, second, addSpecial: addSpecial)
  }

  /// The text of `ids`; ids outside the vocabulary are passed over, ill-formed bytes become U+FFFD.
  public func decode(_ ids: [Int32], skipSpecial: Bool) -> String {
    let text = decodedTokens?.text(of: ids, skipsSpecial: skipSpecial) { decodedPiece(of: $0) }
    if let text { return text }
    let pieces = ids.compactMap { id in
      skipSpecial && decodedBytes.marks(of: id).contains(.skipped) ? nil : decodedPiece(of: id)
    }
    let bytes = (try? parts.decoder.decode(pieces)) ?? []
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A token as decoding starts from it; nil for an id that has none.
  private func decodedPiece(of id: Int32) -> [UInt8]? { normalizedPieces[id] ?? parts.pieces[Int(id)] }

  /// The bytes of one token amid a stream, for ``StreamingDecoder``; none for special tokens and unknown ids.
  public func bytes(of id: Int32) -> [UInt8] { isSpecial(id) ? [] : bytesIncludingSpecial(of: id) }

  /// The bytes of one token amid a stream, of special tokens too.
  public func bytesIncludingSpecial(of id: Int32) -> [UInt8] { tokenBytes.withBytes(of: id) { Array($0) } }

  /// A token as the file writes it.
  func piece(of id: Int32) -> [UInt8] { parts.pieces[Int(id)] ?? [] }

  /// How the file wants encodings cut; nil where it says nothing.
  public var truncation: Truncation? { parts.truncation }

  /// How the file wants encodings filled up; nil where it says nothing.
  public var padding: Padding? { parts.padding }

  /// Whether `id` is a control token, which answers do not show.
  public func isSpecial(_ id: Int32) -> Bool { decodedBytes.marks(of: id).contains(.special) }

  /// `text` with a space inside every special token that is written in it, which makes that plain text.
  ///
  /// For text that goes into a template: a message that spells `<|im_end|>` would else end its turn and speak as another.
  /// Looked for byte by byte as ``encode(_:addSpecial:parseSpecial:)`` does, since a search by characters misses a token
  /// that a combining mark follows.
  public func disarmingSpecialTokens(in text: String) -> String {
    [rawAdded, normalizedAdded].reduce(text) { text, matcher in
      matcher.disarming(text) { $0.isSpecial && $0.content.unicodeScalars.count > 1 }
    }
  }

  private func encodeText(_ text: String, _ parseSpecial: Bool) throws(TokenizerError) -> [Int32] {
    if let bytePairs { return try encode(text, bytePairs, parseSpecial) }
    let bytes = Array(text.utf8)
    if needsAlignment { return try alignedTokens(bytes, parseSpecial).map(\.id) }
    guard bytes.count <= Self.textByteCountMax else { throw .limit("text over \(Self.textByteCountMax >> 20) MiB") }
    if let words { return try words.withMemory { (m) throws(TokenizerError) in try encode(bytes, m, parseSpecial) } }
    var ids: [Int32] = []
    var workspace = Model.Workspace()
    for part in rawAdded.parts(of: bytes.span, in: 0..<bytes.count, parsesSpecial: parseSpecial) {
      switch part {
      case .token(let id, _): ids.append(id)
      case .text(let range):
        let normalized = try normalize(bytes, range)
        try encodeNormalized(normalized, range.lowerBound == 0, parseSpecial, into: &ids, &workspace)
      }
    }
    return ids
  }

  /// Word by word.
  private func encode(
    _ bytes: [UInt8], _ memory: WordMemories.Memory, _ parseSpecial: Bool
  ) throws(TokenizerError) -> [Int32] {
    var ids: [Int32] = []
    var workspace = Model.Workspace()
    for part in rawAdded.parts(of: bytes.span, in: 0..<bytes.count, parsesSpecial: parseSpecial) {
      switch part {
      case .token(let id, _): ids.append(id)
      case .text(let range):
        try memory.encode(bytes, range, into: &ids) { (word, ids) throws(TokenizerError) in
          try encodeNormalized(try normalize(bytes, word), false, parseSpecial, into: &ids, &workspace)
        }
      }
    }
    return ids
  }

  private func encode(
    _ text: String, _ bytePairs: BytePairEncoding, _ parseSpecial: Bool
  ) throws(TokenizerError) -> [Int32] {
    let bytes = text.utf8.span
    guard bytes.count <= Self.textByteCountMax else { throw .limit("text over \(Self.textByteCountMax >> 20) MiB") }
    return try bytePairs.tables.withEncoder { (encoder) throws(TokenizerError) in
      for part in rawAdded.parts(of: bytes, in: 0..<bytes.count, parsesSpecial: parseSpecial) {
        switch part {
        case .token(let id, _): encoder.append(id)
        case .text(let range): try bytePairs.encode(bytes, range, parsesSpecial: parseSpecial, &encoder)
        }
      }
      return encoder.ids
    }
  }

  private func normalize(_ bytes: [UInt8], _ range: Range<Int>) throws(TokenizerError) -> [UInt8] {
    let isWhole = range.count == bytes.count
    let text = isWhole ? bytes : Array(bytes[range])
    return parts.normalizer.isIdentity ? text : try parts.normalizer.normalize(text)
  }

  private func encodeNormalized(
    _ text: [UInt8], _ startsInput: Bool, _ parseSpecial: Bool, into ids: inout [Int32],
    _ workspace: inout Model.Workspace
  ) throws(TokenizerError) {
    for part in normalizedAdded.parts(of: text.span, in: 0..<text.count, parsesSpecial: parseSpecial) {
      switch part {
      case .token(let id, _): ids.append(id)
      case .text(let range):
        var tokens = PreTokens(bytes: text, pieces: [range], startsInput: startsInput && range.lowerBound == 0)
        try parts.preTokenizer.apply(to: &tokens)
        let span = tokens.bytes.span
        for piece in tokens.pieces where !piece.isEmpty {
          try parts.model.encode(span, piece, into: &ids, &workspace)
        }
      }
    }
  }
}
