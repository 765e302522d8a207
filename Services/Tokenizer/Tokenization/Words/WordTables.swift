internal import CBytePairs

/// A WordPiece or Unigram model as the C library reads it.
final class WordTables: @unchecked Sendable {  // Sendable: nothing writes after init.
  let tables: OpaquePointer
  /// Keeps the model's tables.
  private let model: Model

  /// - Precondition: the model is one of the two.
  init(_ parts: TokenizerParts, _ cut: WordCut) {
    model = parts.model
    var model = weir_word_model()
    switch parts.model {
    case .unigram(let unigram): unigram.describe(&model)
    case .wordPiece(let wordPiece): wordPiece.describe(&model)
    case .bytePair, .affixedBytePair, .wordLevel: preconditionFailure("no words are cut for such a model")
    }
    model.prefix_size = UInt32(cut.prefix.count)
    withUnsafeMutableBytes(of: &model.prefix) { $0.copyBytes(from: cut.prefix) }
    let starts = parts.pieces.places
    let tables = parts.pieces.arena.withValues { bytes in
      starts.withValues { starts in
        weir_word_tables_create(
          &model, cut.knowsWords && model.scores != nil, bytes.baseAddress, starts.baseAddress,
          UInt32(parts.pieces.count))
      }
    }
    guard let tables else { fatalError("out of memory") }
    self.tables = tables
  }

  deinit { weir_word_tables_destroy(tables) }
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
