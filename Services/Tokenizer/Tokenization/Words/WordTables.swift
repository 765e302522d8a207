internal import CBytePairs

/// A WordPiece or Unigram model as the C library reads it.
final class WordTables: @unchecked Sendable {  // Sendable: nothing writes after init.
  let tables: OpaquePointer
  /// Keeps the model's tables.
  private let model: Model

  /// What stored tables lie in; nil for tables of their own memory.
  private let stored: FlatTable<UInt8>?

  /// - Precondition: the model is one of the two.
  convenience init(_ parts: TokenizerParts, _ cut: WordCut) {
    var model = parts.model.described
    model.setPrefix(cut.prefix)
    let starts = parts.pieces.starts
    let tables = parts.pieces.arena.withValues { bytes in
      starts.withValues { starts in
        weir_word_tables_create(
          &model, cut.knowsWords && model.scores != nil, bytes.baseAddress, starts.baseAddress,
          UInt32(parts.pieces.count))
      }
    }
    guard let tables else { fatalError("out of memory") }
    self.init(tables, parts.model, stored: nil)
  }

  /// Tables that were stored, used where they lie; nil where their sizes do not fit together.
  ///
  /// - Precondition: the model is one of the two.
  convenience init?(_ parts: TokenizerParts, _ cut: WordCut, stored: FlatTable<UInt8>) {
    var model = parts.model.described
    model.setPrefix(cut.prefix)
    let tables = stored.withValues { weir_word_tables_open(&model, $0.baseAddress, $0.count) }
    guard let tables else { return nil }
    self.init(tables, parts.model, stored: stored)
  }

  private init(_ tables: OpaquePointer, _ model: Model, stored: FlatTable<UInt8>?) {
    self.tables = tables
    self.model = model
    self.stored = stored
  }

  /// The tables as bytes, to be stored.
  var bytes: [UInt8] {
    [UInt8](unsafeUninitializedCapacity: weir_word_tables_stored_size(tables)) { buffer, count in
      weir_word_tables_store(tables, buffer.baseAddress)
      count = buffer.count
    }
  }

  deinit { weir_word_tables_destroy(tables) }
}

extension Model {
  fileprivate var described: weir_word_model {
    var model = weir_word_model()
    switch self {
    case .unigram(let unigram): unigram.describe(&model)
    case .wordPiece(let wordPiece): wordPiece.describe(&model)
    case .bytePair, .affixedBytePair, .wordLevel: preconditionFailure("no words are cut for such a model")
    }
    return model
  }
}

extension weir_word_model {
  fileprivate mutating func setPrefix(_ bytes: [UInt8]) {
    prefix_size = UInt32(bytes.count)
    withUnsafeMutableBytes(of: &prefix) { $0.copyBytes(from: bytes) }
  }
}

extension UnigramModel {
  /// Fills in what the C library reads, which stays where it is while the model lives.
  fileprivate func describe(_ model: inout weir_word_model) {
    model.nodes = trie.nodes.cNodes
    model.scores = scores.withValues { $0.baseAddress }
    model.unknown_score = unknownScore
    model.unknown_id = unknownID ?? -1
    model.has_byte_fallback = byteIDs != nil
  }
}

extension WordPieceModel {
  fileprivate func describe(_ model: inout weir_word_model) {
    model.nodes = starts.nodes.cNodes
    model.continuations = continuations.nodes.cNodes
    model.scalars_max = UInt32(clamping: scalarCountMax)
    model.unknown_id = unknownID ?? -1
  }
}

extension FlatTable<ByteTrie.Node> {
  /// The nodes as the C library has them, while their owner lives.
  fileprivate var cNodes: UnsafePointer<weir_trie_node>? {
    withValues { UnsafeRawPointer($0.baseAddress)?.assumingMemoryBound(to: weir_trie_node.self) }
  }
}
