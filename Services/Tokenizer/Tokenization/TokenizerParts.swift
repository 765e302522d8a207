/// What a tokenizer file defines, whatever its format.
struct TokenizerParts: Sendable {
  var normalizer = Normalizer.identity
  var preTokenizer = PreTokenizer.identity
  var model: Model
  var postProcessor = PostProcessor.identity
  var decoder: Decoder
  /// The text of each token as the file writes it, by id; absent is an id without token.
  var pieces: ByteStrings
  var addedTokens: [AddedToken] = []
  /// How the file wants encodings cut and filled up; nil where it says nothing.
  var truncation: Truncation?
  var padding: Padding?
  var chat = ChatSettings()
}

/// What a chat needs beside the tokenizer proper.
struct ChatSettings: Sendable {
  var template: String?
  /// Variables of the template that hold special tokens: `bos_token`, `eos_token`, …
  var specialTokens = NamedTexts()
  /// Tokens that end an answer, where the file says so by id.
  var endIDs: [Int32] = []
}

/// A few texts by name. A dictionary's first use in a process looks through all conformances of all libraries.
struct NamedTexts: Sendable {
  private(set) var entries: [(name: String, text: String)] = []

  subscript(name: String) -> String? {
    get { entries.first { $0.name == name }?.text }
    set {
      entries.removeAll { $0.name == name }
      if let newValue { entries.append((name, newValue)) }
    }
  }
}
