/// Byte pair encoding of words (pieces of text that no token crosses).
struct BytePairModel: Sendable {
  /// What merging starts from.
  enum Alphabet: Sendable {
    /// Each byte is a token (GPT-2's byte level).
    case bytes
    /// Each Unicode scalar is a token (SentencePiece).
    case scalars
  }

  /// What becomes of a symbol that is no token.
  struct Unknown: Sendable {
    /// The unknown token; nil drops the symbol.
    var id: Int32?
    /// Whether neighbours become one unknown token.
    var isFused = false
    /// The ids of `<0x00>`…`<0xFF>`, which then stand for its bytes; nil without byte fallback.
    var byteIDs: [Int32]?
  }

  let source: BytePairSource

  init(_ source: BytePairSource) throws(TokenizerError) { self.source = source }
}
