internal import Constraints
internal import Contracts
internal import Generation
internal import Messaging
internal import Scheduling

extension GenerationRequest {
  /// The engine's request for a worker call. No alternatives asked for means one; without a salt nothing is shared.
  init(_ request: GenerateRequest, adapter: Int?, constraint: Constraint? = nil) {
    self.init(
      prompt: request.promptIDs, tokensMax: Int(request.maxTokens), sampling: SamplingParameters(request.sampling),
      choices: Int(max(1, request.choices)), tenant: request.tenantSalt,
      salt: request.tenantSalt.isEmpty ? nil : request.tenantSalt, stop: request.stop.map { Array($0.utf8) },
      adapter: adapter, constraint: constraint, topLogProbabilities: Int(request.topLogProbabilities))
  }
}

extension SamplingParameters {
  init(_ sampling: Sampling) {
    self.init(
      temperature: sampling.temperature, topK: Int(sampling.topK), topP: sampling.topP, minP: sampling.minP,
      // proto3 cannot tell 0 from absent, and 0 would divide by nothing.
      repetitionPenalty: sampling.repetitionPenalty == 0 ? 1 : sampling.repetitionPenalty,
      frequencyPenalty: sampling.frequencyPenalty, presencePenalty: sampling.presencePenalty,
      logitBias: Dictionary(sampling.logitBias.map { ($0.tokenID, $0.bias) }) { $1 }, seed: sampling.seed)
  }
}

extension Contracts.FinishReason {
  init(_ reason: Scheduling.FinishReason?) {
    switch reason {
    case nil: self = .none
    case .stop: self = .stop
    case .length: self = .length
    }
  }
}

extension RPCError {
  /// What a caller is told when the engine does not take a request.
  init(_ error: SchedulingError) {
    switch error {
    case .empty, .tooLong, .unknownToken, .unknownAdapter, .badSampling, .tooManyChoices:
      self.init(.invalidArgument, error.description)
    case .queueFull, .tenantQueueFull: self.init(.resourceExhausted, error.description)
    case .stopped: self.init(.unavailable, error.description)
    }
  }
}
