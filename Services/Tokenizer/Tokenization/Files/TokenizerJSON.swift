/// Reads a tokenizer.json of HF tokenizers. What it names and this build lacks is an error, never an approximation.
struct TokenizerJSON {
  let root: JSONValue

  init(_ root: JSONValue) throws(TokenizerError) {
    guard root.members != nil else { throw .malformed("tokenizer.json is no object") }
    self.root = root
  }

  func parts() throws(TokenizerError) -> TokenizerParts {
    var preTokenizer = try preTokenizer(root["pre_tokenizer"])
    if preTokenizer.isByteLevel, Self.needsCharacters(root["model"]) {
      preTokenizer = (.sequence([preTokenizer.steps, .rewrite(.byteLevelCharacters)]), false)
    }
    let (model, pieces) = try model(root["model"], preTokenizer.isByteLevel)
    let vocabulary = try Vocabulary(pieces)
    let added = try addedTokens(pieceCount: pieces.count { $0 != nil }) { vocabulary.id(of: $0) }
    return try parts(preTokenizer.steps, model, Self.placing(added, in: vocabulary.tokens), added)
  }

  func parts(
    _ preTokenizer: PreTokenizer, _ model: Model, _ pieces: ByteStrings, _ added: [AddedToken]
  ) throws(TokenizerError) -> TokenizerParts {
    TokenizerParts(
      normalizer: try normalizer(root["normalizer"]), preTokenizer: preTokenizer, model: model,
      postProcessor: try postProcessor(root["post_processor"]), decoder: try decoder(root["decoder"]), pieces: pieces,
      addedTokens: added, truncation: try truncation(root["truncation"]), padding: try padding(root["padding"]))
  }

  /// Only plain byte pair encoding can start from bytes; other models look at the visible characters.
  private static func needsCharacters(_ model: JSONValue?) -> Bool {
    isAffixed(model) || model?["merges"] == nil || (model?["byte_fallback"]?.bool ?? false) && lacksBytes(model)
  }

  /// Whether a byte's visible character is no token: then that character's own bytes are what it falls back to.
  private static func lacksBytes(_ model: JSONValue?) -> Bool {
    let known = Set((model?["vocab"]?.members ?? []).map(\.key).filter { $0.utf8.count <= 2 })
    return (UInt8.min...UInt8.max).contains { byte in
      !known.contains(String(decoding: ByteLevelAlphabet.characters(of: [byte]), as: UTF8.self))
    }
  }

  /// The `type` of a component; nil for null or a missing one.
  static func type(of component: JSONValue?, _ place: String) throws(TokenizerError) -> String? {
    guard let component, !component.isNull else { return nil }
    guard let type = component["type"]?.string else { throw .malformed("\(place) has no type") }
    return type
  }

  /// The elements of `component[key]`.
  static func elements(_ component: JSONValue, _ key: String) throws(TokenizerError) -> [JSONValue] {
    guard let elements = component[key]?.array else { throw .malformed("\(key) is no array") }
    return elements
  }

  /// The text of `component[key]`.
  static func text(_ component: JSONValue, _ key: String) throws(TokenizerError) -> String {
    guard let text = component[key]?.string else { throw .malformed("\(key) is no string") }
    return text
  }

  /// A `pattern`: a regular expression or the text itself.
  static func splitter(_ component: JSONValue) throws(TokenizerError) -> Splitter {
    if let expression = component["pattern"]?["Regex"]?.string { return try Splitter(regularExpression: expression) }
    if let literal = component["pattern"]?["String"]?.string, !literal.isEmpty { return .literal(Array(literal.utf8)) }
    throw .malformed("pattern is neither Regex nor String")
  }
}
