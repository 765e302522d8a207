extension TokenizerJSON {
  /// The model, and the text of each of its tokens by id.
  func model(_ component: JSONValue?, _ isByteLevel: Bool) throws(TokenizerError) -> (BytePairModel, [[UInt8]?]) {
    guard let component, component.members != nil else { throw .malformed("model is missing") }
    let type = component["type"]?.string ?? Self.inferredType(component)
    guard type == "BPE" else { throw .unsupported(component: "model \(type)") }
    try checkPlain(component)
    let pieces = try pieces(component)
    let builder = try BytePairBuilder(pieces: pieces, isByteLevel: isByteLevel)
    let model = try builder.model(
      merges: try merges(component, builder), unknown: try unknown(component, builder),
      ignoresMerges: component["ignore_merges"]?.bool ?? false)
    return (model, pieces)
  }

  /// Older files have no `type`; the fields tell.
  private static func inferredType(_ component: JSONValue) -> String {
    if component["merges"] != nil { return "BPE" }
    if component["max_input_chars_per_word"] != nil { return "WordPiece" }
    return component["vocab"]?.array != nil ? "Unigram" : "WordLevel"
  }

  private func checkPlain(_ component: JSONValue) throws(TokenizerError) {
    for key in ["continuing_subword_prefix", "end_of_word_suffix"] where !(component[key]?.string ?? "").isEmpty {
      throw .unsupported(component: "BPE \(key)")
    }
    if component["dropout"]?.double ?? 0 != 0 { throw .unsupported(component: "BPE dropout") }
  }

  private func pieces(_ component: JSONValue) throws(TokenizerError) -> [[UInt8]?] {
    guard let members = component["vocab"]?.members else { throw .malformed("vocab is no object") }
    var pieces: [[UInt8]?] = []
    for member in members {
      guard let id = member.value.int, (0..<Vocabulary.countMax).contains(id) else {
        throw .malformed("vocab has an id that is no number below \(Vocabulary.countMax)")
      }
      if id >= pieces.count { pieces += [[UInt8]?](repeating: nil, count: id - pieces.count + 1) }
      guard pieces[id] == nil else { throw .malformed("vocab gives id \(id) twice") }
      pieces[id] = Array(member.key.utf8)
    }
    return pieces
  }

  private func merges(
    _ component: JSONValue, _ builder: BytePairBuilder
  ) throws(TokenizerError) -> [MergeTable.Entry] {
    var entries: [MergeTable.Entry] = []
    for (rank, merge) in try Self.elements(component, "merges").enumerated() {
      let pair =
        merge.array?.compactMap { $0.string.map { Array($0.utf8) } } ?? BytePairBuilder.halves(merge.string ?? "")
      guard pair.count == 2 else { throw .malformed("merge \(rank) is no pair") }
      entries.append(try builder.entry(pair[0], pair[1], rank: rank))
    }
    return entries
  }

  private func unknown(
    _ component: JSONValue, _ builder: BytePairBuilder
  ) throws(TokenizerError) -> BytePairModel.Unknown {
    var unknown = BytePairModel.Unknown(isFused: component["fuse_unk"]?.bool ?? false)
    unknown.id = component["unk_token"]?.string.flatMap { builder.pieces.id(of: Array($0.utf8)) }
    if component["byte_fallback"]?.bool ?? false { unknown.byteIDs = try builder.byteFallbackIDs() }
    return unknown
  }
}
