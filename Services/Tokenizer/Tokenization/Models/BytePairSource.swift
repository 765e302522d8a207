internal import CBytePairs

/// What a byte pair vocabulary says, in the order in which the tables are built from it.
struct BytePairSource {
  /// The bytes of each token by id; empty for one that no text reaches.
  var tokens: [[UInt8]]
  var merges: [MergeTable.Entry]
  var alphabet: BytePairModel.Alphabet
  var unknown: BytePairModel.Unknown
  var ignoresMerges: Bool

  init(_ model: BytePairModel) {
    self.init(
      tokens: (0..<model.vocabulary.count).map { Array(model.vocabulary.bytes(of: Int32($0))) },
      merges: model.table.entries, alphabet: model.alphabet, unknown: model.unknown, ignoresMerges: model.ignoresMerges)
  }

  init(
    tokens: [[UInt8]], merges: [MergeTable.Entry], alphabet: BytePairModel.Alphabet, unknown: BytePairModel.Unknown,
    ignoresMerges: Bool
  ) {
    self.tokens = tokens
    self.merges = merges
    self.alphabet = alphabet
    self.unknown = unknown
    self.ignoresMerges = ignoresMerges
  }

  func withCSource<Result>(_ body: (UnsafePointer<weir_bpe_source>) -> Result) -> Result {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(tokens.reduce(0) { $0 + $1.count })
    var starts: [UInt32] = [0]
    starts.reserveCapacity(tokens.count + 1)
    for token in tokens {
      bytes += token
      starts.append(UInt32(bytes.count))
    }
    var ids: [UInt32] = []
    ids.reserveCapacity(merges.count * 3)
    for merge in merges { ids += [UInt32(merge.left), UInt32(merge.right), UInt32(merge.merged)] }
    let ranks = merges.map(\.rank)
    return bytes.withUnsafeBufferPointer { bytes in
      starts.withUnsafeBufferPointer { starts in
        ids.withUnsafeBufferPointer { ids in
          ranks.withUnsafeBufferPointer { ranks in
            withByteIDs { byteIDs in
              var source = weir_bpe_source(
                token_count: UInt32(tokens.count), bytes: bytes.baseAddress, starts: starts.baseAddress,
                merge_count: UInt32(merges.count), merges: ids.baseAddress, ranks: ranks.baseAddress,
                is_scalar_level: alphabet == .scalars, ignores_merges: ignoresMerges, fuses_unknown: unknown.isFused,
                unknown_id: unknown.id ?? -1, byte_ids: byteIDs)
              return body(&source)
            }
          }
        }
      }
    }
  }

  private func withByteIDs<Result>(_ body: (UnsafePointer<Int32>?) -> Result) -> Result {
    guard let ids = unknown.byteIDs else { return body(nil) }
    return ids.withUnsafeBufferPointer { body($0.baseAddress) }
  }
}
