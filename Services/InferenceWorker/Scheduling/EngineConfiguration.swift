public import Generation

/// How much an engine takes on. The defaults suit one machine with a small model.
public struct EngineConfiguration: Sendable, Hashable {
  /// Sequences computed together. Decoding reads all weights once for all of them.
  public var slots: Int = 8
  /// Positions that the cache holds for all sequences together. A 1.5-billion-parameter Qwen2 needs 28 KiB for each.
  public var cacheTokens: Int = 32_768
  /// Positions of one sequence at most; the cache or the model's own context where that is smaller.
  public var contextTokens: Int = 32_768
  /// Tokens of one step: a chunk of prompt this long keeps the others waiting for a fraction of a second.
  public var stepTokens: Int = 256
  /// Sequences that may wait for a slot. More would wait longer than callers do.
  public var waitingMax: Int = 64
  /// Of these, sequences of one tenant at most, so that one caller cannot fill the line for all.
  public var tenantWaitingMax: Int = 48
  /// How keys and values are kept, and which of them a token attends to.
  public var cache = CachePrecision.serving
  public var attention = AttentionMode.full
  /// Whether requests of one salt share what the cache holds of their prompts.
  public var sharesPrefixes = true
  /// Tokens guessed in one step from what the text so far repeats, of all sequences together; 0 guesses none. The answers
  /// are the same either way.
  public var guessedMax: Int = 8
  /// What a section of reasoning begins and ends with; nil for a model that has no such tokens.
  public var reasoning: ReasoningTokens?
  /// Compute threads; the cores that this process may use.
  public var threads: Int = SessionShape.threadsDefault

  public init() {}

  /// Alternatives of one request at most: they must all find a slot at once to stream side by side.
  public var choicesMax: Int { slots }

  func limits(for model: ModelDescription) -> SchedulerLimits {
    let pageTokens = SessionShape.pageTokensDefault
    let context = max(1, min(contextTokens, cacheTokens, model.contextTokens))
    let useful = min(cacheTokens, slots * (context + pageTokens))
    return SchedulerLimits(
      slots: slots, pages: (useful + pageTokens - 1) / pageTokens, pageTokens: pageTokens, contextTokens: context,
      stepTokens: max(stepTokens, slots + 1), waitingMax: waitingMax,
      guessedMax: guessedMax, sharesPrefixes: sharesPrefixes && !model.keysDependOnLength)
  }
}
