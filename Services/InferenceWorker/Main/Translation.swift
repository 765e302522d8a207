internal import Contracts
internal import Generation
internal import Messaging
internal import Scheduling

extension GenerationRequest {
  /// The engine's request for a worker call. No alternatives asked for means one.
  init(_ request: GenerateRequest) {
    let sampling = SamplingParameters(
      temperature: request.sampling.temperature, topK: Int(request.sampling.topK), topP: request.sampling.topP,
      seed: request.sampling.seed)
    self.init(
      prompt: request.promptIDs, tokensMax: Int(request.maxTokens), sampling: sampling,
      choices: Int(max(1, request.choices)))
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
    case .empty, .tooLong, .unknownToken, .badSampling, .tooManyChoices:
      self.init(.invalidArgument, error.description)
    case .queueFull, .tenantQueueFull: self.init(.resourceExhausted, error.description)
    case .stopped: self.init(.unavailable, error.description)
    }
  }
}
