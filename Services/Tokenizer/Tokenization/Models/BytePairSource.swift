internal import CBytePairs

/// What a byte pair vocabulary says, as the tables are built from it.
struct BytePairSource: Sendable {
  /// The bytes of each token by id; absent or empty for one that no text reaches.
  var tokens: ByteStrings
  /// Of two for the same pair the later counts.
  var merges: FlatTable<MergeTable.Entry>
  var alphabet: BytePairModel.Alphabet
  var unknown = BytePairModel.Unknown()
  /// Whether a word that is a token is that token, whatever the merges say.
  var ignoresMerges = false

  func withCSource<Result>(_ body: (UnsafePointer<weir_bpe_source>) -> Result) -> Result {
    return tokens.arena.withValues { bytes in
      tokens.starts.withValues { starts in
        withMerges { merges in
          withByteIDs { byteIDs in
            let spare = self.merges.takeSpare()
            var source = weir_bpe_source(
              token_count: UInt32(tokens.count), bytes: bytes.baseAddress, starts: starts.baseAddress,
              merge_count: UInt32(merges.count), merges: merges.baseAddress, is_scalar_level: alphabet == .scalars,
              ignores_merges: ignoresMerges, fuses_unknown: unknown.isFused, unknown_id: unknown.id ?? -1,
              byte_ids: byteIDs, spare: spare?.baseAddress, spare_size: spare?.count ?? 0)
            return body(&source)
          }
        }
      }
    }
  }

  private func withMerges<Result>(_ body: (UnsafeBufferPointer<weir_merge>) -> Result) -> Result {
    merges.withValues { $0.withMemoryRebound(to: weir_merge.self, body) }
  }

  private func withByteIDs<Result>(_ body: (UnsafePointer<Int32>?) -> Result) -> Result {
    guard let ids = unknown.byteIDs else { return body(nil) }
    return ids.withUnsafeBufferPointer { body($0.baseAddress) }
  }
}

extension BytePairSource {
  init(
    tokens: ByteStrings, merges: [MergeTable.Entry], alphabet: BytePairModel.Alphabet,
    unknown: BytePairModel.Unknown = .init(), ignoresMerges: Bool = false
  ) {
    self.init(
      tokens: tokens, merges: FlatTable(merges), alphabet: alphabet, unknown: unknown, ignoresMerges: ignoresMerges)
  }
}
