public import Generation

/// One alternative of one request.
public struct SequenceID: Sendable, Hashable, Comparable {
  public let request: UInt64
  public let choice: Int

  public init(request: UInt64, choice: Int) { (self.request, self.choice) = (request, choice) }

  public static func < (a: Self, b: Self) -> Bool { (a.request, a.choice) < (b.request, b.choice) }
}

/// What the scheduler may use.
public struct SchedulerLimits: Sendable, Hashable {
  /// Sequences computed at the same time.
  public var slots: Int
  /// Pages of the key/value cache, and positions in each.
  public var pages: Int, pageTokens: Int
  /// Positions that one sequence may have.
  public var contextTokens: Int
  /// Tokens computed in one step; more than `slots`, so that prompts advance while every slot decodes.
  public var stepTokens: Int
  /// Sequences that may wait for a slot.
  public var waitingMax: Int

  public init(slots: Int, pages: Int, pageTokens: Int, contextTokens: Int, stepTokens: Int, waitingMax: Int) {
    precondition(slots > 0 && pages > 0 && pageTokens > 0 && waitingMax >= 0, "something to work with")
    precondition(stepTokens > slots, "room for a prompt beside all decoding slots")
    precondition((1...pages * pageTokens).contains(contextTokens), "pages for one whole context at least")
    (self.slots, self.pages, self.pageTokens) = (slots, pages, pageTokens)
    (self.contextTokens, self.stepTokens, self.waitingMax) = (contextTokens, stepTokens, waitingMax)
  }
}

/// A sequence to be computed.
public struct SequenceRequest: Sendable, Hashable {
  public var id: SequenceID
  public var prompt: [Int32]
  public var tokensMax: Int
  public var endIDs: Set<Int32>
  /// How many of the prompt's last positions want their logits returned.
  public var promptLogits: Int

  public init(id: SequenceID, prompt: [Int32], tokensMax: Int, endIDs: Set<Int32>, promptLogits: Int = 0) {
    (self.id, self.prompt, self.tokensMax) = (id, prompt, tokensMax)
    (self.endIDs, self.promptLogits) = (endIDs, promptLogits)
  }
}

/// Why a sequence ended.
public enum FinishReason: String, Sendable, Hashable {
  /// The model gave an end token.
  case stop
  /// As many tokens as were asked for.
  case length
}

/// A slice of a sequence to compute in the next step.
public struct ScheduledSlice: Sendable, Hashable {
  public let id: SequenceID
  public let slice: BatchSlice
  /// Whether the slice reaches the sequence's last token, so that the next one is to be sampled from its last logits.
  public let isSampled: Bool
  /// How many of the slice's rows have logits that the request wants to see.
  public let promptLogits: Int
}

/// A token that was added to a sequence.
public struct TokenEvent: Sendable, Hashable {
  public let id: SequenceID
  public let token: Int32
  public let finish: FinishReason?
}
