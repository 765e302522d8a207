internal import Generation

/// The engine's thread: takes messages, runs a step, hands out tokens, until the mailbox is stopped.
final class EngineLoop {
  private let mailbox: Mailbox
  private let session: any ModelSession
  private let endIDs: Set<Int32>
  private var scheduler: Scheduler
  private var requests: [UInt64: OpenRequest] = [:]

  init(_ model: any LanguageModel, _ limits: SchedulerLimits, threads: Int, _ mailbox: Mailbox) {
    self.mailbox = mailbox
    endIDs = model.description.endIDs
    scheduler = Scheduler(limits)
    session = model.makeSession(
      SessionShape(
        pages: limits.pages, pageTokens: limits.pageTokens, batchTokens: limits.stepTokens, threads: threads))
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
    }
  }

  private func start(_ submission: Submission) {
    let request = OpenRequest(submission)
    requests[submission.id] = request
    for choice in 0..<submission.request.choices {
      do throws(SchedulingError) {
        try scheduler.submit(request.sequence(choice, endIDs: submission.request.endIDs ?? endIDs))
      } catch {
        // The mailbox counts as the scheduler does and the engine checks the rest, so this does not come to pass.
        return close(request)
      }
    }
  }

  private func step() {
    let scheduled = scheduler.schedule()
    if !scheduled.isEmpty {
      mailbox.report(running: scheduler.runningCount)
      deliver(scheduled, session.forward(Batch(scheduled.map(\.slice))))
    }
    mailbox.report(running: scheduler.runningCount)
  }

  /// Samples where a sequence has caught up, and sends the tokens on.
  private func deliver(_ scheduled: [ScheduledSlice], _ logits: [[Float]]) {
    var remaining = logits[...], sampled: [(id: SequenceID, token: Int32)] = []
    for item in scheduled {
      let own = remaining.prefix(item.slice.logitsCount)
      remaining.removeFirst(own.count)
      guard let request = requests[item.id.request] else { continue }
      request.keepPromptLogits(own.suffix(item.promptLogits), of: item.id.choice)
      if item.isSampled, let last = own.last { sampled.append((item.id, request.sample(last, for: item.id.choice))) }
    }
    for event in scheduler.complete(sampled) { send(event) }
  }

  private func send(_ event: TokenEvent) {
    guard let request = requests[event.id.request] else { return }
    request.send(event)
    guard event.finish != nil else { return }
    mailbox.ended(1)
    if request.openChoices.isEmpty { close(request) }
  }

  /// Ends the stream and frees what the request still holds.
  private func close(_ request: OpenRequest) {
    request.openChoices.forEach { scheduler.cancel(SequenceID(request: request.id, choice: $0)) }
    mailbox.ended(request.openChoices.count)
    requests[request.id] = nil
    // Before the stream ends: whoever saw it end sees its slot free.
    mailbox.report(running: scheduler.runningCount)
    request.continuation.finish()
  }
}
