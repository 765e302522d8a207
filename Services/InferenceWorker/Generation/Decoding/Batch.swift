/// Tokens to compute in one forward pass: slices of any number of sequences, of any length each.
public struct Batch: Sendable, Hashable {
  public var slices: [BatchSlice]

  public init(_ slices: [BatchSlice] = []) { self.slices = slices }

  /// Rows in all.
  public var tokenCount: Int { slices.reduce(0) { $0 + $1.tokens.count } }
}

/// Consecutive tokens of one sequence.
public struct BatchSlice: Sendable, Hashable {
  public var tokens: [Int32]
  /// The position of the first token; everything before it is in the cache.
  public var position: Int
  /// The sequence's pages in order, up to the last token's at least.
  public var pages: [Int32]
  /// Tokens of the whole sequence as far as it is known: a scaling that depends on the length goes by it, so that the
  /// chunks of a prompt give what the prompt gives in one.
  public var sequenceTokens: Int
  /// How many of the last rows want logits.
  public var logitsCount: Int
  /// Which of the adapters that the model was loaded with; nil for the model as it is. What the cache holds of a
  /// sequence was computed with its adapter and serves no other.
  public var adapter: Int?

  public init(
    tokens: [Int32], position: Int, pages: [Int32], logitsCount: Int, sequenceTokens: Int? = nil, adapter: Int? = nil
  ) {
    (self.tokens, self.position, self.pages, self.logitsCount) = (tokens, position, pages, logitsCount)
    self.sequenceTokens = sequenceTokens ?? position + tokens.count
    self.adapter = adapter
  }
}
