/// BERT's tokenizer from its list of tokens, which is all that older models come with.
struct BertVocabulary {
  /// Tokens by id, those that go on with a word marked by `##`.
  var pieces: [[UInt8]]
  var lowercases = true
  /// Nil follows `lowercases`.
  var stripsAccents: Bool?
  var spacesIdeographs = true

  private static let special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]

  func parts() throws(TokenizerError) -> TokenizerParts {
    let vocabulary = try Vocabulary(pieces)
    let added = Self.special.compactMap { name in
      vocabulary.id(of: Array(name.utf8)).map { AddedToken(content: name, id: $0, isSpecial: true) }
    }
    let model = WordPieceModel(
      pieces: pieces, prefix: Array("##".utf8), unknown: Array("[UNK]".utf8), scalarCountMax: 100)
    let normalizer = Normalizer.bert(
      cleans: true, spacesIdeographs: spacesIdeographs, stripsAccents: stripsAccents ?? lowercases,
      lowercases: lowercases)
    return TokenizerParts(
      normalizer: normalizer, preTokenizer: .bert, model: .wordPiece(model),
      postProcessor: try postProcessor(vocabulary),
      decoder: Decoder(steps: [.wordPiece(prefix: Array("##".utf8), cleansUp: true)]), pieces: try ByteStrings(pieces),
      addedTokens: added)
  }

  private func postProcessor(_ vocabulary: Vocabulary) throws(TokenizerError) -> PostProcessor {
    guard let start = vocabulary.id(of: Array("[CLS]".utf8)), let end = vocabulary.id(of: Array("[SEP]".utf8)) else {
      throw .malformed("the vocabulary lacks [CLS] or [SEP]")
    }
    return .classifier(start: start, end: end)
  }

  /// Reads vocab.txt: a token on each line, its number being its id.
  static func read(_ file: [UInt8], config: JSONValue?) throws(TokenizerError) -> TokenizerParts {
    guard String(validating: file, as: UTF8.self) != nil else { throw .malformed("the vocabulary is not UTF-8") }
    var lines = file.split(separator: 0x0a, omittingEmptySubsequences: false).map { line in
      Array(line.last == 0x0d ? line.dropLast() : line)
    }
    if lines.last?.isEmpty == true { lines.removeLast() }
    guard lines.count <= Vocabulary.countMax else {
      throw .limit("vocabulary of more than \(Vocabulary.countMax) tokens")
    }
    return try BertVocabulary(
      pieces: lines, lowercases: config?["do_lower_case"]?.bool ?? true,
      stripsAccents: config?["strip_accents"]?.bool,
      spacesIdeographs: config?["tokenize_chinese_chars"]?.bool ?? true
    ).parts()
  }
}
