internal import Audit
internal import Cryptography

/// Step 14: how the request ended, durable. The last event to the caller is made from this, so it cannot be sent before.
public struct RecordedOutcome: Sendable {
  public let intentIndex: UInt64
  public let outcomeIndex: UInt64
  /// Why each choice ended.
  public let finishes: [FinishReason]
  public let promptTokens: Int
  public let completionTokens: Int

  fileprivate init(_ answer: CompletedAnswer, intent: AuditReceipt, outcome: AuditReceipt) {
    intentIndex = intent.index
    outcomeIndex = outcome.index
    finishes = answer.finishes
    promptTokens = answer.promptTokens
    completionTokens = answer.completionTokens
  }
}

/// What there is to record of an answer that ran to its end.
struct CompletedAnswer: Sendable {
  let finishes: [FinishReason]
  let promptTokens: Int
  let completionTokens: Int
}

/// Writes how a request ended.
public struct OutcomeRecorder: Sendable {
  private let log: any AuditRecorder
  private let records: RecordFactory

  public init(log: any AuditRecorder, records: RecordFactory) {
    self.log = log
    self.records = records
  }

  /// Throws `.unavailable` when the record is not durable: then the caller gets no last event.
  func record(_ cleared: ClearedPrompt, _ stream: AnswerStream, timings: StepTimings)
    async throws(Refusal) -> RecordedOutcome
  {
    let answer = CompletedAnswer(
      finishes: stream.finishes.map { $0 ?? .length }, promptTokens: cleared.recorded.tokenized.ids.count,
      completionTokens: stream.completionTokens)
    cleared.recorded.tokenized.permitted.quota.use(answer.promptTokens + answer.completionTokens)
    do {
      let outcome = try await log.append(records.outcome(cleared, stream, refusal: nil, timings: timings))
      return RecordedOutcome(answer, intent: cleared.recorded.receipt, outcome: outcome)
    } catch {
      throw Refusal(.unavailable, at: .recordOutcome, "the audit log does not accept records; the answer was cut off")
    }
  }

  /// Records that an answer broke off. The request is refused already, so a failure here changes nothing for the caller:
  /// the intent stays without an outcome, which the auditor sees.
  func recordFailure(_ cleared: ClearedPrompt, _ stream: AnswerStream, refusal: Refusal, timings: StepTimings) async {
    cleared.recorded.tokenized.permitted.quota.use(cleared.recorded.tokenized.ids.count + stream.completionTokens)
    _ = try? await log.append(records.outcome(cleared, stream, refusal: refusal, timings: timings))
  }

  /// Records that a known caller's request was refused before any model was called.
  func recordRefusal(
    _ refusal: Refusal, of authenticated: AuthenticatedRequest, policy: Digest, timings: StepTimings
  ) async {
    _ = try? await log.append(records.refused(authenticated, refusal: refusal, policy: policy, timings: timings))
  }
}
