extension TokenizerJSON {
  /// The parts of a tokenizer.json with a byte pair model, read without a value for each token and merge; nil for another
  /// model, and for one with anything irregular, which the general way reads or refuses.
  static func flatParts(_ json: [UInt8]) throws(TokenizerError) -> TokenizerParts? {
    guard let (root, vocabulary, merges) = try JSONParser.parsePassingOverVocabulary(json), let model = root["model"],
      model["type"]?.string ?? "BPE" == "BPE", !isAffixed(model), model["dropout"]?.double ?? 0 == 0
    else { return nil }
    let file = try TokenizerJSON(root)
    let preTokenizer = try file.preTokenizer(root["pre_tokenizer"])
    // Which bytes have a token decides there how text is read.
    if preTokenizer.isByteLevel, model["byte_fallback"]?.bool ?? false { return nil }
    let flat = json.withUnsafeBufferPointer { bytes -> (FlatPieces, [MergeTable.Entry])? in
      guard let pieces = FlatPieces(json: UnsafeBufferPointer(rebasing: bytes[vocabulary])),
        let entries = pieces.merges(json: UnsafeBufferPointer(rebasing: bytes[merges]))
      else { return nil }
      return (pieces, entries)
    }
    guard let (pieces, entries) = flat else { return nil }
    let strings = pieces.strings
    let added = try file.addedTokens(pieceCount: strings.presentCount) { pieces.id(of: $0) }
    let bytePairs = BytePairModel(
      pieces, strings, isByteLevel: preTokenizer.isByteLevel, merges: entries,
      unknown: file.unknown(model) { pieces.id(of: $0) }, ignoresMerges: model["ignore_merges"]?.bool ?? false)
    return try file.parts(preTokenizer.steps, .bytePair(bytePairs), placing(added, in: strings), added)
  }
}
