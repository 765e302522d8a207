extension TokenizerJSON {
  /// The parts of a tokenizer.json with a byte pair model, read without a value for each token and merge; nil for another
  /// model, and for one with anything irregular, which the general way reads or refuses.
  static func flatParts(_ json: FlatTable<UInt8>) throws(TokenizerError) -> TokenizerParts? {
    let (root, vocabulary) = try JSONParser.parseWithFlatVocabulary(json)
    guard let pieces = vocabulary.pieces, let merges = vocabulary.merges, let model = root["model"],
      model["type"]?.string ?? "BPE" == "BPE", !isAffixed(model), model["dropout"]?.double ?? 0 == 0
    else { return nil }
    let file = try TokenizerJSON(root)
    let preTokenizer = try file.preTokenizer(root["pre_tokenizer"])
    // Which bytes have a token decides there how text is read.
    if preTokenizer.isByteLevel, model["byte_fallback"]?.bool ?? false { return nil }
    let added = try file.addedTokens(pieceCount: pieces.strings.presentCount) { pieces.id(of: $0) }
    let bytePairs = BytePairModel(
      pieces, isByteLevel: preTokenizer.isByteLevel, merges: merges,
      unknown: file.unknown(model) { pieces.id(of: $0) }, ignoresMerges: model["ignore_merges"]?.bool ?? false)
    return try file.parts(preTokenizer.steps, .bytePair(bytePairs), pieces.strings(with: added), added)
  }
}
