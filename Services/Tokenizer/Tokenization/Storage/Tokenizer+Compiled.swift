extension Tokenizer {
  /// The compiled form; nil for models that have none.
  func compiled() -> CompiledFile.Writer? {
    var packer = Packer()
    var writer = CompiledFile.Writer()
    switch parts.model {
    case .bytePair(let model):
      guard let bytePairs else { return nil }
      packer.put(0)
      packer.put(model.alphabet == .scalars)
      packer.put(model.unknown)
      packer.put(model.ignoresMerges)
      packer.put(bytePairs.spacedCut.map { $0.isWhole }) { $0.put($1) }
      packer.put(bytePairs.cutCode) { $0.put($1) }
      writer.put(.pairTables, bytePairs.tables.bytes)
      writer.put(.modelBytes, model.tokens.arena)
      writer.put(.modelStarts, model.tokens.starts)
    case .unigram(let model):
      packer.put(1)
      model.pack(into: &packer, &writer)
    case .wordPiece(let model):
      packer.put(2)
      model.pack(into: &packer, &writer)
    case .affixedBytePair, .wordLevel: return nil
    }
    if let words { writer.put(.wordTables, words.tables.bytes) }
    packSurroundings(into: &packer)
    writer.put(.parts, packer.bytes)
    writer.put(.pieceBytes, parts.pieces.arena)
    writer.put(.pieceStarts, parts.pieces.starts)
    writer.put(.decodedTokens, decodedBytes.tokens)
    writer.put(.decodedLongBytes, decodedBytes.longBytes)
    writer.put(.decodedInfos, decodedBytes.infos)
    if !tokenBytes.isSame(as: decodedBytes) {
      writer.put(.streamedTokens, tokenBytes.tokens)
      writer.put(.streamedLongBytes, tokenBytes.longBytes)
      writer.put(.streamedInfos, tokenBytes.infos)
    }
    return writer
  }

  private func packSurroundings(into packer: inout Packer) {
    packer.put(parts.normalizer)
    packer.put(parts.preTokenizer)
    packer.put(parts.postProcessor)
    packer.put(parts.decoder)
    packer.put(parts.addedTokens)
    packer.put(parts.truncation) { $0.put($1) }
    packer.put(parts.padding) { $0.put($1) }
    packer.put(parts.chat)
  }

  /// The tokenizer that was compiled into `file`.
  ///
  /// - Throws: ``TokenizerError/malformed(_:)`` where a section is missing or does not fit the others.
  init(_ file: CompiledFile) throws(TokenizerError) {
    guard let packed: FlatTable<UInt8> = file.table(.parts) else { throw Unpacker.damaged }
    var unpacker = Unpacker(packed.withValues { Array($0) })
    let pieces = try Self.strings(file, .pieceBytes, .pieceStarts)
    var bytePairs: BytePairEncoding.CompiledTables?
    let model: Model
    switch try unpacker.int() {
    case 0:
      let tables = try BytePairEncoding.CompiledTables(file, &unpacker)
      let tokens = try Self.strings(file, .modelBytes, .modelStarts)
      model = .bytePair(BytePairModel(tokens, tables))
      bytePairs = tables
    case 1: model = .unigram(try UnigramModel(from: &unpacker, file))
    case 2: model = .wordPiece(try WordPieceModel(from: &unpacker, file))
    default: throw Unpacker.damaged
    }
    let parts = TokenizerParts(
      normalizer: try unpacker.value(), preTokenizer: try unpacker.value(), model: model,
      postProcessor: try unpacker.value(), decoder: try unpacker.value(), pieces: pieces,
      addedTokens: try unpacker.values(),
      truncation: try unpacker.optional { (u) throws(TokenizerError) in try u.value() },
      padding: try unpacker.optional { (u) throws(TokenizerError) in try u.value() }, chat: try unpacker.value())
    guard unpacker.isAtEnd, parts.addedTokens.allSatisfy({ (0..<pieces.count).contains(Int($0.id)) }) else {
      throw Unpacker.damaged
    }
    let decoded = try TokenBytes(file, .decodedTokens, .decodedLongBytes, .decodedInfos, count: pieces.count)
    let streamed: FlatTable<UInt8>? = file.table(.streamedTokens)
    let hasOwnStream = streamed.map { $0.count > 0 } ?? false
    try self.init(
      parts,
      compiled: Tables(
        tokenBytes: hasOwnStream
          ? try TokenBytes(file, .streamedTokens, .streamedLongBytes, .streamedInfos, count: pieces.count) : decoded,
        decodedBytes: decoded, bytePairs: bytePairs, words: file.table(.wordTables)))
  }

  private static func strings(
    _ file: CompiledFile, _ bytes: CompiledFile.Section, _ starts: CompiledFile.Section
  ) throws(TokenizerError) -> ByteStrings {
    guard let arena: FlatTable<UInt8> = file.table(bytes), let starts: FlatTable<UInt32> = file.table(starts),
      starts.count > 0, case let strings = ByteStrings(arena: arena, starts: starts), strings.isOrdered
    else { throw Unpacker.damaged }
    return strings
  }
}

extension BytePairModel {
  fileprivate init(_ tokens: ByteStrings, _ compiled: BytePairEncoding.CompiledTables) {
    self.init(
      tokens: tokens, alphabet: compiled.alphabet, unknown: compiled.unknown, ignoresMerges: compiled.ignoresMerges,
      tables: compiled.tables)
  }
}

extension BytePairEncoding.CompiledTables {
  fileprivate init(_ file: CompiledFile, _ unpacker: inout Unpacker) throws(TokenizerError) {
    guard let stored: FlatTable<UInt8> = file.table(.pairTables), let tables = BytePairTables(stored: stored) else {
      throw Unpacker.damaged
    }
    self.tables = tables
    alphabet = try unpacker.bool() ? .scalars : .bytes
    unknown = try unpacker.value()
    ignoresMerges = try unpacker.bool()
    spacedCut = try unpacker.optional { (u) throws(TokenizerError) in try u.bool() }.map { $0 ? .whole : .spaces }
    if let code = try unpacker.optional({ (u) throws(TokenizerError) in try u.int() }) {
      guard let known = PatternCut(code: code) else { throw Unpacker.damaged }
      cut = known
    }
  }
}
