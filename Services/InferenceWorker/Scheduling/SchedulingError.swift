/// Why a request is not taken. Messages hold numbers only, never text of the prompt.
public enum SchedulingError: Error, Sendable, Hashable, CustomStringConvertible {
  /// No prompt, or no token wanted.
  case empty
  /// Prompt and answer together do not fit the context.
  case tooLong(tokens: Int, tokensMax: Int, contextTokens: Int)
  /// A prompt token that the vocabulary does not have.
  case unknownToken(position: Int, vocabularySize: Int)
  /// An adapter that the model was not loaded with.
  case unknownAdapter(Int, count: Int)
  /// A sampling parameter out of range.
  case badSampling(String)
  /// More alternatives than slots.
  case tooManyChoices(choices: Int, choicesMax: Int)
  /// As many sequences run and wait as may.
  case queueFull(sequencesMax: Int)
  /// As many sequences of the tenant run and wait as may.
  case tenantQueueFull(sequencesMax: Int)
  /// The engine is stopping.
  case stopped

  public var description: String {
    switch self {
    case .empty: "the prompt is empty or no tokens are wanted: give at least one prompt token and max_tokens of 1"
    case .tooLong(let tokens, let tokensMax, let contextTokens):
      "a prompt of \(tokens) tokens and \(tokensMax) new ones do not fit the context of \(contextTokens) tokens"
    case .unknownToken(let position, let vocabularySize):
      "the prompt's token at position \(position) is outside the vocabulary of \(vocabularySize)"
    case .unknownAdapter(let number, let count): "adapter \(number) is wanted, and the model has \(count)"
    case .badSampling(let complaint): complaint
    case .tooManyChoices(let choices, let choicesMax):
      "\(choices) alternatives are wanted; from 1 to \(choicesMax) can be had"
    case .queueFull(let sequencesMax): "\(sequencesMax) sequences run and wait, the limit: try again later"
    case .tenantQueueFull(let sequencesMax):
      "\(sequencesMax) sequences of this tenant run and wait, its share: try again later"
    case .stopped: "the engine is stopping: try another worker"
    }
  }
}
