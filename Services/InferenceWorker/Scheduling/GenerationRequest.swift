public import Constraints
public import Generation

/// A prompt to continue.
public struct GenerationRequest: Sendable, Hashable {
  public var prompt: [Int32]
  public var tokensMax: Int
  public var sampling: SamplingParameters
  /// Alternatives wanted.
  public var choices: Int
  /// Tokens that end the text; nil takes the model's own.
  public var endIDs: Set<Int32>?
  /// How many of the prompt's last positions want their logits with the first token.
  public var promptLogits: Int
  /// How many of the likeliest tokens are wanted beside each new one.
  public var topLogProbabilities: Int
  /// Whose turn the request takes; requests without one take turns as one.
  public var tenant: [UInt8]
  /// Requests of the same salt share what the cache holds of their prompts; nil shares nothing.
  public var salt: [UInt8]?
  /// An alternative ends with the token that completes one of these.
  public var stop: [[UInt8]]
  /// The number of an adapter that the model was loaded with; nil for the model as it is.
  public var adapter: Int?
  /// What each alternative is held to from its first token on; see `Engine.constraint(for:)`.
  public var constraint: Constraint?

  public init(
    prompt: [Int32], tokensMax: Int, sampling: SamplingParameters = .init(), choices: Int = 1,
    endIDs: Set<Int32>? = nil, promptLogits: Int = 0, tenant: [UInt8] = [], salt: [UInt8]? = nil,
    stop: [[UInt8]] = [], adapter: Int? = nil, constraint: Constraint? = nil, topLogProbabilities: Int = 0
  ) {
    (self.prompt, self.tokensMax, self.sampling) = (prompt, tokensMax, sampling)
    (self.choices, self.endIDs, self.promptLogits) = (choices, endIDs, promptLogits)
    (self.tenant, self.salt, self.stop, self.adapter) = (tenant, salt, stop, adapter)
    (self.constraint, self.topLogProbabilities) = (constraint, topLogProbabilities)
  }
}

/// One new token of one alternative.
public struct GeneratedToken: Sendable, Hashable {
  public let choice: Int
  public let token: Int32
  /// Natural logarithm of its probability under the unfiltered logits.
  public let logProbability: Float
  /// The likeliest tokens in its place under the unfiltered logits, the likeliest first: as many as the request wanted.
  public let top: [ScoredToken]
  /// Set on the alternative's last token.
  public let finish: FinishReason?
  /// The logits that the request wanted of its prompt; on the first token of alternative 0 only.
  public let promptLogits: [[Float]]
}

/// How busy an engine is.
public struct EngineLoad: Sendable, Hashable {
  public var running: Int
  public var waiting: Int
  public var slots: Int

  public init(running: Int, waiting: Int, slots: Int) {
    (self.running, self.waiting, self.slots) = (running, waiting, slots)
  }
}
