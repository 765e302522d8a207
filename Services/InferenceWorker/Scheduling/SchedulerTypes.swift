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
  /// Tokens guessed in one step, for all sequences together; 0 guesses none.
  public var guessedMax: Int
  /// Whether requests of one domain share the pages that hold the same prefix.
  public var sharesPrefixes: Bool

  public init(
    slots: Int, pages: Int, pageTokens: Int, contextTokens: Int, stepTokens: Int, waitingMax: Int, guessedMax: Int = 0,
    sharesPrefixes: Bool = true
  ) {
    precondition(slots > 0 && pages > 0 && pageTokens > 0 && waitingMax >= 0, "something to work with")
    precondition(stepTokens > slots, "room for a prompt beside all decoding slots")
    precondition((1...pages * pageTokens).contains(contextTokens), "pages for one whole context at least")
    precondition(guessedMax >= 0, "a count")
    (self.slots, self.pages, self.pageTokens) = (slots, pages, pageTokens)
    (self.contextTokens, self.stepTokens, self.waitingMax) = (contextTokens, stepTokens, waitingMax)
    (self.guessedMax, self.sharesPrefixes) = (guessedMax, sharesPrefixes)
  }
}

/// A prompt to be continued, once or in several alternatives.
public struct SequenceRequest: Sendable, Hashable {
  public var request: UInt64
  public var prompt: [Int32]
  public var tokensMax: Int
  public var endIDs: Set<Int32>
  /// Alternatives; all are computed from one copy of the prompt.
  public var choices: Int
  /// Whose turn the request takes.
  public var tenant: [UInt8]
  /// Whose cached prefixes it may use and adds to; nil shares nothing.
  public var domain: PrefixDomain?
  /// The number of an adapter; nil for the model as it is.
  public var adapter: Int?
  /// How many of the prompt's last positions want their logits returned, with the first alternative.
  public var promptLogits: Int

  public init(
    request: UInt64, prompt: [Int32], tokensMax: Int, endIDs: Set<Int32>, choices: Int = 1, tenant: [UInt8] = [],
    domain: PrefixDomain? = nil, adapter: Int? = nil, promptLogits: Int = 0
  ) {
    (self.request, self.prompt, self.tokensMax) = (request, prompt, tokensMax)
    (self.endIDs, self.choices, self.tenant, self.domain) = (endIDs, choices, tenant, domain)
    (self.adapter, self.promptLogits) = (adapter, promptLogits)
  }

  /// Positions that the cache must hold for an alternative: the last token is never computed.
  public var positions: Int { prompt.count + tokensMax - 1 }
}

/// Why a sequence ended.
public enum FinishReason: String, Sendable, Hashable {
  /// The model gave an end token.
  case stop
  /// As many tokens as were asked for.
  case length
}

/// What to do next, in this order: copy pages, then compute all slices in one batch.
public struct ScheduledStep: Sendable, Hashable {
  public internal(set) var copies: [PageCopy] = []
  public internal(set) var slices: [ScheduledSlice] = []

  public var isEmpty: Bool { slices.isEmpty }
}

/// Where an alternative goes on from a half full page of another.
public struct PageCopy: Sendable, Hashable {
  public let from: Int32, to: Int32
}

/// A slice of a sequence to compute in the next step.
public struct ScheduledSlice: Sendable, Hashable {
  public let id: SequenceID
  public let slice: BatchSlice
  /// Whether the slice reaches the sequence's last token, so that the next one is to be sampled.
  public let isSampled: Bool
  /// Alternatives whose first token is sampled from the same logits.
  public internal(set) var followers: [SequenceID] = []
  /// The slice's last tokens, which are guesses. As long as what is sampled from the row before a guess is the guess, the
  /// row after it counts too: one step then gives several tokens, each as it would have been without guessing.
  public let guesses: ArraySlice<Int32>
  /// How many of the slice's rows have logits that the request wants to see.
  public let promptLogits: Int
}

/// What was sampled for a sequence: one token, or several where guesses were right.
public struct SampledTokens: Sendable, Hashable {
  public let id: SequenceID
  public var tokens: [Int32]

  public init(id: SequenceID, tokens: [Int32]) { (self.id, self.tokens) = (id, tokens) }
}

/// A token that was added to a sequence.
public struct TokenEvent: Sendable, Hashable {
  public let id: SequenceID
  public let token: Int32
  public internal(set) var finish: FinishReason?
}

/// What came of the scheduler's decisions since it was made.
public struct SchedulerCounters: Sendable, Hashable {
  /// Positions of prompts that were computed, and those that were found in the cache.
  public internal(set) var computedTokens = 0, sharedTokens = 0
  /// Sequences that gave their pages up and began again.
  public internal(set) var preemptions = 0
  /// Tokens guessed, and those that were right.
  public internal(set) var guessedTokens = 0, rightTokens = 0
}
