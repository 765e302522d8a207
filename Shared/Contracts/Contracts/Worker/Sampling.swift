internal import CContracts

/// How the next token is drawn.
public struct Sampling: WireMessage {
  /// 0 is greedy.
  public var temperature: Float
  /// 0 is off.
  public var topK: UInt32
  /// 0 and 1 are off.
  public var topP: Float
  public var seed: UInt64
  /// 0 is off.
  public var minP: Float
  /// 0 and 1 are off.
  public var repetitionPenalty: Float
  /// 0 is off.
  public var frequencyPenalty: Float
  /// 0 is off.
  public var presencePenalty: Float
  /// One bias for each token at most: of several the last counts.
  public var logitBias: [LogitBias]

  public init(
    temperature: Float = 0, topK: UInt32 = 0, topP: Float = 0, seed: UInt64 = 0, minP: Float = 0,
    repetitionPenalty: Float = 0, frequencyPenalty: Float = 0, presencePenalty: Float = 0, logitBias: [LogitBias] = []
  ) {
    self.temperature = temperature
    self.topK = topK
    self.topP = topP
    self.seed = seed
    self.minP = minP
    self.repetitionPenalty = repetitionPenalty
    self.frequencyPenalty = frequencyPenalty
    self.presencePenalty = presencePenalty
    self.logitBias = logitBias
  }
}

extension Sampling: CMessageConvertible {
  static var initialize: (UnsafeMutablePointer<Weir__V1__Sampling>?) -> Void { weir__v1__sampling__init }

  init(_ message: Weir__V1__Sampling) throws(ContractError) {
    temperature = try message.temperature.finite(field: "Sampling.temperature")
    topK = message.top_k
    topP = try message.top_p.finite(field: "Sampling.top_p")
    seed = message.seed
    minP = try message.min_p.finite(field: "Sampling.min_p")
    repetitionPenalty = try message.repetition_penalty.finite(field: "Sampling.repetition_penalty")
    frequencyPenalty = try message.frequency_penalty.finite(field: "Sampling.frequency_penalty")
    presencePenalty = try message.presence_penalty.finite(field: "Sampling.presence_penalty")
    logitBias = try [LogitBias](
      count: message.n_logit_bias, countMax: WorkerLimits.logitBiasesMax, message.logit_bias,
      field: "Sampling.logit_bias")
  }

  func store(in message: inout Weir__V1__Sampling, _ arena: borrowing Arena) {
    message.temperature = temperature
    message.top_k = topK
    message.top_p = topP
    message.seed = seed
    message.min_p = minP
    message.repetition_penalty = repetitionPenalty
    message.frequency_penalty = frequencyPenalty
    message.presence_penalty = presencePenalty
    (message.n_logit_bias, message.logit_bias) = (logitBias.count, logitBias.pointers(arena))
  }
}

/// What is added to a token's logit.
public struct LogitBias: WireMessage {
  public var tokenID: Int32
  public var bias: Float

  public init(tokenID: Int32 = 0, bias: Float = 0) {
    self.tokenID = tokenID
    self.bias = bias
  }
}

extension LogitBias: CMessageConvertible {
  static var initialize: (UnsafeMutablePointer<Weir__V1__LogitBias>?) -> Void { weir__v1__logit_bias__init }

  init(_ message: Weir__V1__LogitBias) throws(ContractError) {
    tokenID = try TokenIDs.decode(message.token_id, field: "LogitBias.token_id")
    bias = try message.bias.finite(field: "LogitBias.bias")
  }

  func store(in message: inout Weir__V1__LogitBias, _ arena: borrowing Arena) {
    message.token_id = UInt32(bitPattern: tokenID)
    message.bias = bias
  }
}
