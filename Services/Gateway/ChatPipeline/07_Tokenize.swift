internal import Policy

/// Step 7: the prompt as token ids of the model. Only ``PromptTokenizer`` makes one.
public struct TokenizedPrompt: Sendable {
  public let prompt: Prompt
  public let ids: [Int32]
  public let model: ModelDescription

  fileprivate init(prompt: Prompt, ids: [Int32], model: ModelDescription) {
    self.prompt = prompt
    self.ids = ids
    self.model = model
  }

  var permitted: PermittedRequest { prompt.informed.deidentified.permitted }
}

/// What a worker says of its model.
public struct ModelDescription: Sendable, Equatable {
  /// What callers call it.
  public let name: String
  /// Whose weights and tokenizer these are: the name, or what an adapter stands beside.
  public let base: String
  public let adapter: String?
  public let precision: String
  /// Tokens of prompt and answer together.
  public let contextTokens: Int
  /// The host that computes the answers, where the worker only passes calls on.
  public let upstream: String?
  /// Whether answers can be held to a JSON schema.
  public let servesJSONSchema: Bool

  /// `base`: nil is the name itself.
  public init(
    name: String, base: String? = nil, adapter: String? = nil, precision: String, contextTokens: Int,
    upstream: String? = nil, servesJSONSchema: Bool = false
  ) {
    self.name = name
    self.base = base ?? name
    self.adapter = adapter
    self.precision = precision
    self.contextTokens = contextTokens
    self.upstream = upstream
    self.servesJSONSchema = servesJSONSchema
  }
}

/// Where token ids come from.
public protocol TokenizerClient: Sendable {
  /// The model's chat template applied to the turns, with the opening of the answer, then encoded.
  func encodeChat(_ turns: [DeidentifiedTurn], model: String) async throws(Refusal) -> [Int32]
}

/// Which models the workers that have registered serve.
public protocol ModelDirectory: Sendable {
  /// Throws `.modelNotFound` when no worker has ever served it, `.unavailable` when none does now.
  func describe(model: String) async throws(Refusal) -> ModelDescription
}

/// Assembles and encodes with as many passages as the model's context and the policy leave room for.
public struct PromptTokenizer: Sendable {
  private let tokenizer: any TokenizerClient
  private let models: any ModelDirectory
  private let assembler = Assembler()

  public init(tokenizer: any TokenizerClient, models: any ModelDirectory) {
    self.tokenizer = tokenizer
    self.models = models
  }

  /// Throws `.invalidRequest` with both numbers when the conversation alone is too long, or when the model cannot hold
  /// its answer to a schema.
  public func tokenize(_ informed: InformedRequest) async throws(Refusal) -> TokenizedPrompt {
    let permitted = informed.deidentified.permitted
    let model = try await models.describe(model: permitted.request.model)
    guard informed.deidentified.answerSchema == nil || model.servesJSONSchema else {
      throw Refusal(
        .invalidRequest, at: .assemble, "this model cannot hold its answer to JSON; leave 'response_format' out")
    }
    let budget = try Self.budget(permitted, model: model)
    var passageCount = informed.passages.count
    while true {
      let prompt = assembler.assemble(informed, passageCount: passageCount)
      let ids = try await tokenizer.encodeChat(prompt.turns, model: model.base)
      if ids.count <= budget { return TokenizedPrompt(prompt: prompt, ids: ids, model: model) }
      guard passageCount > 0 else { throw Self.tooLong(ids.count, budget) }
      passageCount -= 1
    }
  }

  private static func budget(_ permitted: PermittedRequest, model: ModelDescription) throws(Refusal) -> Int {
    let room = model.contextTokens - permitted.completionTokensMax
    guard room > 0 else {
      throw Refusal(
        .invalidRequest, at: .assemble,
        "max_tokens \(permitted.completionTokensMax) leaves no room in the model's \(model.contextTokens) tokens")
    }
    return min(permitted.obligations.promptTokensMax, room)
  }

  private static func tooLong(_ count: Int, _ budget: Int) -> Refusal {
    Refusal(.invalidRequest, at: .assemble, "the conversation has \(count) tokens, but \(budget) fit; shorten it")
  }
}
