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
  var specialTokens: [String: String] = [:]
  /// Tokens that end an answer, where the file says so by id.
  var endIDs: Set<Int32> = []
}
