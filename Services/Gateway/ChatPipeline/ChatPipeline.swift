internal import OutputFilter
internal import Policy

/// The one way from a question to an answer: each line of ``prepare(_:)`` and ``answer(_:to:)`` is one step of the walk,
/// and each takes what only the step before it can make.
public struct ChatPipeline: Sendable {
  private let steps: PipelineSteps

  public init(_ steps: PipelineSteps) { self.steps = steps }

  /// Steps 2 to 9. Nothing has been generated when this returns. A refusal of a known caller is recorded.
  public func prepare(_ request: ChatRequest) async throws(Refusal) -> PreparedCall {
    var timings = StepTimings(now: steps.now)
    let authenticated = try steps.authenticator.authenticate(request)
    timings.mark(.authenticate)
    do {
      return PreparedCall(cleared: try await clear(authenticated, &timings), timings: timings)
    } catch {
      await steps.outcomes.recordRefusal(
        error, of: authenticated, policy: steps.gate.policyDigest, timings: timings)
      throw error
    }
  }

  private func clear(_ authenticated: AuthenticatedRequest, _ timings: inout StepTimings)
    async throws(Refusal) -> ClearedPrompt
  {
    let permitted = try steps.gate.permit(authenticated)
    timings.mark(.permit)
    let deidentified = try steps.deidentifier.deidentify(permitted)
    timings.mark(.deidentify)
    let informed = try await steps.retriever.retrieve(for: deidentified)
    timings.mark(.retrieve)
    let tokenized = try await steps.tokenizer.tokenize(informed)
    timings.mark(.tokenize)
    let recorded = try await steps.intents.record(tokenized)
    timings.mark(.recordIntent)
    let cleared = try steps.clearances.clear(recorded)
    timings.mark(.clear)
    return cleared
  }

  /// Steps 10 to 14. Text goes to `sink` as soon as it may; the outcome is returned once it is durable.
  ///
  /// Throws when the answer broke off; what the sink already has stays filtered text.
  public func answer(_ call: PreparedCall, to sink: some AnswerSink) async throws(Refusal) -> RecordedOutcome {
    let cleared = call.cleared
    let filter = cleared.recorded.tokenized.permitted.obligations.filter
    var timings = call.timings
    guard let program = try? steps.filters.program(for: filter) else {
      throw Refusal(.unavailable, at: .filter, "the policy's output filter does not compile; no answer is given")
    }
    var stream = AnswerStream(cleared, program: program)
    do {
      try await relay(cleared, through: &stream, to: sink)
      timings.mark(.generate)
    } catch {
      timings.mark(.generate)
      await steps.outcomes.recordFailure(cleared, stream, refusal: error, timings: timings)
      throw error
    }
    return try await steps.outcomes.record(cleared, stream, timings: timings)
  }

  private func relay(_ cleared: ClearedPrompt, through stream: inout AnswerStream, to sink: some AnswerSink)
    async throws(Refusal)
  {
    try await steps.worker.generate(cleared) { (chunk) throws(Refusal) in
      if let text = try stream.push(chunk), !text.isEmpty { try await deliver(text, chunk.choice, to: sink) }
      return !stream.isFinished
    }
    guard stream.isFinished else {
      throw Refusal(.unavailable, at: .generate, "the worker ended the answer before it was complete")
    }
  }

  private func deliver(_ text: ReidentifiedText, _ choice: Int, to sink: some AnswerSink) async throws(Refusal) {
    do { try await sink.deliver(text, choice: choice) } catch {
      throw Refusal(.cancelled, at: .generate, "the caller went away")
    }
  }

  /// Whose key this is; for routes that touch no text.
  public func principal(_ credential: Credential) throws(Refusal) -> Principal {
    try steps.authenticator.principal(credential)
  }

  /// What a model would see of a text, for a known caller. That it was asked for is on the record before it is answered;
  /// a refusal of a known caller is recorded too.
  public func deidentify(_ request: ChatRequest) async throws(Refusal) -> DeidentifiedRequest {
    var timings = StepTimings(now: steps.now)
    let authenticated = try steps.authenticator.authenticate(request)
    timings.mark(.authenticate)
    do {
      let deidentified = try steps.deidentifier.deidentify(try steps.gate.permit(authenticated))
      try await steps.intents.record(deidentified)
      return deidentified
    } catch {
      await steps.outcomes.recordRefusal(error, of: authenticated, policy: steps.gate.policyDigest, timings: timings)
      throw error
    }
  }
}

/// A call that may be made, and what may be shown of it: all of it is de-identified.
public struct PreparedCall: Sendable {
  public let cleared: ClearedPrompt
  public let timings: StepTimings

  public var prompt: Prompt { cleared.recorded.tokenized.prompt }
}

/// Where a front takes the answer's text, piece by piece.
public protocol AnswerSink: Sendable {
  /// Throws when the caller is gone; then the call is cancelled down to the worker.
  func deliver(_ text: ReidentifiedText, choice: Int) async throws
}

/// The steps, wired by the process.
public struct PipelineSteps: Sendable {
  let authenticator: Authenticator
  let gate: PolicyGate
  let deidentifier: RequestDeidentifier
  let retriever: Retriever
  let tokenizer: PromptTokenizer
  let intents: IntentRecorder
  let clearances: ClearanceIssuer
  let worker: any WorkerClient
  let filters: FilterProgramCache
  let outcomes: OutcomeRecorder
  let now: @Sendable () -> ContinuousClock.Instant

  public init(
    authenticator: Authenticator, gate: PolicyGate, deidentifier: RequestDeidentifier, retriever: Retriever,
    tokenizer: PromptTokenizer, intents: IntentRecorder, clearances: ClearanceIssuer, worker: any WorkerClient,
    filters: FilterProgramCache, outcomes: OutcomeRecorder,
    now: @escaping @Sendable () -> ContinuousClock.Instant = { ContinuousClock.now }
  ) {
    self.authenticator = authenticator
    self.gate = gate
    self.deidentifier = deidentifier
    self.retriever = retriever
    self.tokenizer = tokenizer
    self.intents = intents
    self.clearances = clearances
    self.worker = worker
    self.filters = filters
    self.outcomes = outcomes
    self.now = now
  }
}
