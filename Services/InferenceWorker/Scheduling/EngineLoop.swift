internal import Generation

/// The engine's thread: takes messages, runs a step, hands out tokens, until the mailbox is stopped.
final class EngineLoop {
  private let mailbox: Mailbox
  private var session: (any ModelSession)?
  private let shape: SessionShape
  private let described: Described
  private let lighter: LighterModel
  private let endIDs: Set<Int32>
  private let reasoning: ReasoningTokens?
  private var scheduler: Scheduler
  private let tokenBytes: @Sendable (Int32) -> [UInt8]
  private var requests: [UInt64: OpenRequest] = [:]

  init(
    _ model: any LanguageModel, _ limits: SchedulerLimits, _ configuration: EngineConfiguration, _ mailbox: Mailbox,
    _ described: Described, tokenBytes: @escaping @Sendable (Int32) -> [UInt8], lighter: @escaping LighterModel
  ) {
    (self.mailbox, self.described, self.tokenBytes, self.lighter) = (mailbox, described, tokenBytes, lighter)
    (endIDs, reasoning) = (model.description.endIDs, configuration.reasoning)
    scheduler = Scheduler(limits)
    shape = SessionShape(
      pages: limits.pages, pageTokens: limits.pageTokens, batchTokens: limits.stepTokens,
      threads: configuration.threads, cache: configuration.cache, attention: configuration.attention)
    session = model.makeSession(shape)
  }

  func run() {
    while let messages = mailbox.take(isIdle: scheduler.isIdle) {
      messages.forEach(handle)
      step()
    }
    for request in requests.values { request.continuation.finish() }
    for submission in mailbox.finish() { submission.continuation.finish() }
  }

  private func handle(_ message: Mailbox.Message) {
    switch message {
    case .submit(let submission): start(submission)
    case .cancel(let id): if let request = requests[id] { close(request) }
    case .lighten: lighten()
    }
  }

  /// The present model and its cache are gone before the next is loaded, as memory is what there is too little of.
  private func lighten() {
    guard let load = lighter() else { return }
    scheduler.restart()
    session = nil
    do {
      let model = try load()
      session = model.makeSession(shape)
      described.model = model.description
    } catch {
      // Without a model nothing can be served: all streams end, and so does the worker, which is then started anew.
      mailbox.stop()
    }
  }

  private func start(_ submission: Submission) {
    let request = OpenRequest(submission, endIDs: endIDs, reasoning: reasoning)
    requests[submission.id] = request
    do throws(SchedulingError) {
      try scheduler.submit(request.sequences)
    } catch {
      // The mailbox counts as the scheduler does and the engine checks the rest, so this does not come to pass.
      close(request)
    }
  }

  private func step() {
    guard let session else { return }
    let step = scheduler.schedule()
    if !step.isEmpty {
      mailbox.report(running: scheduler.runningCount, scheduler.counters)
      for copy in step.copies { session.copyPage(from: copy.from, to: copy.to) }
      deliver(step.slices, session.forward(Batch(step.slices.map(\.slice))))
    }
    mailbox.report(running: scheduler.runningCount, scheduler.counters)
  }

  /// Samples where a sequence has caught up, and sends the tokens on.
  private func deliver(_ slices: [ScheduledSlice], _ logits: [[Float]]) {
    var remaining = logits[...], sampled: [SampledTokens] = []
    for item in slices {
      let own = remaining.prefix(item.slice.logitsCount)
      remaining.removeFirst(own.count)
      guard let request = requests[item.id.request] else { continue }
      request.keepPromptLogits(own.suffix(item.promptLogits), of: item.id.choice)
      guard item.isSampled else { continue }
      for id in [item.id] + item.followers {
        let rows = own.suffix(item.guesses.count + 1)
        let tokens = request.sample(rows, guesses: item.guesses, for: id.choice)
        if !tokens.isEmpty { sampled.append(SampledTokens(id: id, tokens: tokens)) }
      }
      if request.isBroken { close(request) }
    }
    for event in scheduler.complete(sampled) { send(event) }
  }

  private func send(_ event: TokenEvent) {
    // Tokens after an end were guessed in the same step.
    guard let request = requests[event.id.request], request.openChoices.contains(event.id.choice) else { return }
    var event = event
    if request.ends(with: tokenBytes(event.token), of: event.id.choice), event.finish != .stop {
      event.finish = .stop
      scheduler.end(event.id)
    }
    request.send(event)
    guard event.finish != nil else { return }
    mailbox.ended(1, of: request.tenant)
    if request.openChoices.isEmpty { close(request) }
  }

  /// Ends the stream and frees what the request still holds.
  private func close(_ request: OpenRequest) {
    scheduler.cancel(request.id)
    mailbox.ended(request.openChoices.count, of: request.tenant)
    requests[request.id] = nil
    // Before the stream ends: whoever saw it end sees its slot free.
    mailbox.report(running: scheduler.runningCount, scheduler.counters)
    request.continuation.finish()
  }
}
