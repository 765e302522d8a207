extension TokenizerJSON {
  func bytePair(_ component: JSONValue, _ isByteLevel: Bool) throws(TokenizerError) -> (Model, [[UInt8]?]) {
    // At random, which nobody wants from a service.
    if component["dropout"]?.double ?? 0 != 0 { throw .unsupported(component: "BPE dropout") }
    let prefix = Array((component["continuing_subword_prefix"]?.string ?? "").utf8)
    let suffix = Array((component["end_of_word_suffix"]?.string ?? "").utf8)
    let isAffixed = !prefix.isEmpty || !suffix.isEmpty
    let pieces = try pieces(component)
    let builder = try BytePairBuilder(pieces: pieces, isByteLevel: isByteLevel && !isAffixed)
    let merges = try merges(component, builder, prefix: prefix)
    let unknown = unknown(component) { builder.pieces.id(of: $0) }
    let ignoresMerges = component["ignore_merges"]?.bool ?? false
    if isAffixed {
      let model = AffixedBytePairModel(
        vocabulary: builder.pieces, table: MergeTable(merges), prefix: prefix, suffix: suffix, unknown: unknown,
        ignoresMerges: ignoresMerges)
      return (.affixedBytePair(model), pieces)
    }
    return (.bytePair(try builder.model(merges: merges, unknown: unknown, ignoresMerges: ignoresMerges)), pieces)
  }

  /// Whether the model looks at visible characters even where they stand for bytes.
  static func isAffixed(_ model: JSONValue?) -> Bool {
    ["continuing_subword_prefix", "end_of_word_suffix"].contains { !(model?[$0]?.string ?? "").isEmpty }
  }

  private func merges(
    _ component: JSONValue, _ builder: BytePairBuilder, prefix: [UInt8]
  ) throws(TokenizerError) -> [MergeTable.Entry] {
    var entries: [MergeTable.Entry] = []
    for (rank, merge) in try Self.elements(component, "merges").enumerated() {
      let pair =
        merge.array?.compactMap { $0.string.map { Array($0.utf8) } } ?? BytePairBuilder.halves(merge.string ?? "")
      guard pair.count == 2, pair[1].count >= prefix.count else { throw .malformed("merge \(rank) is no pair") }
      entries.append(try builder.entry(pair[0], pair[1], rank: rank, prefixCount: prefix.count))
    }
    return entries
  }

  func unknown(_ component: JSONValue, _ id: ([UInt8]) -> Int32?) -> BytePairModel.Unknown {
    var unknown = BytePairModel.Unknown(isFused: component["fuse_unk"]?.bool ?? false)
    unknown.id = component["unk_token"]?.string.flatMap { id(Array($0.utf8)) }
    if component["byte_fallback"]?.bool ?? false { unknown.byteIDs = ByteFallback.ids(id) }
    return unknown
  }
}
