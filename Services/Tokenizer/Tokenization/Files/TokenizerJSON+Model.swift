extension TokenizerJSON {
  /// The model, and the text of each of its tokens by id.
  func model(_ component: JSONValue?, _ isByteLevel: Bool) throws(TokenizerError) -> (Model, [[UInt8]?]) {
    guard let component, component.members != nil else { throw .malformed("model is missing") }
    switch component["type"]?.string ?? Self.inferredType(component) {
    case "BPE": return try bytePair(component, isByteLevel)
    case "Unigram": return try unigram(component)
    case "WordPiece": return try wordPiece(component)
    case "WordLevel": return try wordLevel(component)
    case let type: throw .unsupported(component: "model \(type)")
    }
  }

  /// Older files have no `type`; the fields tell.
  private static func inferredType(_ component: JSONValue) -> String {
    if component["merges"] != nil { return "BPE" }
    if component["max_input_chars_per_word"] != nil { return "WordPiece" }
    return component["vocab"]?.array != nil ? "Unigram" : "WordLevel"
  }

  private func wordPiece(_ component: JSONValue) throws(TokenizerError) -> (Model, [[UInt8]?]) {
    let pieces = try pieces(component)
    let scalarCountMax = component["max_input_chars_per_word"]?.int ?? 100
    guard scalarCountMax >= 0 else { throw .malformed("max_input_chars_per_word is below 0") }
    let model = WordPieceModel(
      pieces: pieces, prefix: Array((component["continuing_subword_prefix"]?.string ?? "##").utf8),
      unknown: Array((component["unk_token"]?.string ?? "[UNK]").utf8), scalarCountMax: scalarCountMax)
    return (.wordPiece(model), pieces)
  }

  private func wordLevel(_ component: JSONValue) throws(TokenizerError) -> (Model, [[UInt8]?]) {
    let pieces = try pieces(component)
    let unknown = Array((component["unk_token"]?.string ?? "<unk>").utf8)
    return (.wordLevel(WordLevelModel(vocabulary: try Vocabulary(pieces), unknown: unknown)), pieces)
  }

  private func unigram(_ component: JSONValue) throws(TokenizerError) -> (Model, [[UInt8]?]) {
    var tokens: [(piece: [UInt8], score: Double)] = []
    for entry in try Self.elements(component, "vocab") {
      guard let pair = entry.array, pair.count == 2, let piece = pair[0].string, let score = pair[1].double else {
        throw .malformed("vocab entry \(tokens.count) is no token with its score")
      }
      tokens.append((Array(piece.utf8), score))
    }
    return try UnigramBuilder.build(
      tokens, unknownID: component["unk_id"]?.int, hasByteFallback: component["byte_fallback"]?.bool ?? false)
  }

  /// The tokens of a `vocab` object by id.
  func pieces(_ component: JSONValue) throws(TokenizerError) -> [[UInt8]?] {
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
}
