internal import Audit
public import Cryptography
internal import Deidentification
internal import OutputFilter
internal import Policy

/// Makes the records of a request: counts, digests and names of versions, never text.
public struct RecordFactory: Sendable {
  private let commitmentKey: SecretKey
  private let clock: RecordClock

  /// `commitmentKey` derives each commitment's salt from the request's id: who holds the key can open any commitment
  /// of a text they have, and destroying it closes all of them for ever.
  public init(commitmentKey: SecretKey, clock: RecordClock) {
    self.commitmentKey = commitmentKey
    self.clock = clock
  }

  func intent(_ tokenized: TokenizedPrompt, promptBytes: [UInt8]) -> AuditRecord {
    let permitted = tokenized.permitted
    var record = record(.intent, of: permitted.request, by: permitted.principal)
    record.policyDigest = permitted.policyDigest.description
    let modes = tokenized.prompt.degradedModes
    record.decision = AuditRecord.Decision(
      isPermitted: true, reason: ([permitted.obligations.rule] + modes).joined(separator: " degraded:"))
    record.entityCounts = counts(tokenized.prompt.informed.deidentified)
    record.passages = tokenized.prompt.passages.map { .init(document: $0.documentID, version: $0.version) }
    record.promptCommitment = commitment(to: promptBytes, of: permitted.request, part: "prompt")
    record.generation = generation(tokenized)
    record.tokens = AuditRecord.TokenCounts(prompt: tokenized.ids.count, completion: 0)
    return record
  }

  func outcome(_ cleared: ClearedPrompt, _ stream: AnswerStream, refusal: Refusal?, timings: StepTimings) -> AuditRecord
  {
    let permitted = cleared.recorded.tokenized.permitted
    var record = record(.outcome, of: permitted.request, by: permitted.principal)
    record.intentIndex = cleared.recorded.receipt.index
    record.clearanceID = cleared.clearanceID
    let model = cleared.recorded.tokenized.model
    record.generation = .init(
      model: model.base, precision: model.precision, adapter: model.adapter, worker: stream.worker,
      upstream: model.upstream)
    record.answerCommitment = commitment(
      to: Array(stream.released.joined(separator: "\u{1E}").utf8), of: permitted.request, part: "answer")
    record.tokens = .init(prompt: cleared.recorded.tokenized.ids.count, completion: stream.completionTokens)
    record.filterFindings = stream.findings.reduce(into: [:]) { $0[$1.category, default: 0] += 1 }
    record.status = refusal.map(Self.status) ?? "OK"
    record.latencyMs = Self.latencies(timings)
    return record
  }

  /// That a text was de-identified for a caller who sends it to no model.
  func deidentification(_ deidentified: DeidentifiedRequest) -> AuditRecord {
    let permitted = deidentified.permitted
    var record = record(.administrative, of: permitted.request, by: permitted.principal)
    record.act = AuditRecord.Act(verb: .deidentify, subject: permitted.request.id)
    record.policyDigest = permitted.policyDigest.description
    record.decision = AuditRecord.Decision(isPermitted: true, reason: permitted.obligations.rule)
    record.entityCounts = counts(deidentified)
    return record
  }

  private func counts(_ deidentified: DeidentifiedRequest) -> [String: Int] {
    Dictionary(uniqueKeysWithValues: deidentified.counts.map { ($0.rawValue, $1) })
  }

  func refused(_ authenticated: AuthenticatedRequest, refusal: Refusal, policy: Digest, timings: StepTimings)
    -> AuditRecord
  {
    var record = record(.intent, of: authenticated.request, by: authenticated.principal)
    record.policyDigest = policy.description
    record.decision = AuditRecord.Decision(isPermitted: false, reason: refusal.step.rawValue)
    record.status = Self.status(refusal)
    record.latencyMs = Self.latencies(timings)
    return record
  }

  private func record(_ kind: AuditRecord.Kind, of request: ChatRequest, by principal: Principal) -> AuditRecord {
    var record = AuditRecord(
      kind: kind, requestID: request.id, tenant: principal.tenant, keyID: principal.keyID, role: principal.role,
      wallClockMs: clock.wallClockMs(), monotonicNs: clock.monotonicNs())
    record.traceID = request.traceID
    return record
  }

  private func generation(_ tokenized: TokenizedPrompt) -> AuditRecord.Generation {
    let request = tokenized.permitted.request
    var sampling = AuditRecord.Sampling(
      temperatureMilli: Self.milli(request.sampling.temperature), topK: request.sampling.topK,
      topPMilli: request.sampling.topP.map(Self.milli), seed: request.sampling.seed,
      maxTokens: tokenized.permitted.completionTokensMax)
    sampling.minPMilli = request.sampling.minP.map(Self.milli)
    sampling.repetitionPenaltyMilli = request.sampling.repetitionPenalty.map(Self.milli)
    sampling.frequencyPenaltyMilli = request.sampling.frequencyPenalty.map(Self.milli)
    sampling.presencePenaltyMilli = request.sampling.presencePenalty.map(Self.milli)
    sampling.biasedTokens = request.sampling.logitBias.isEmpty ? nil : request.sampling.logitBias.count
    sampling.stopStrings = request.stop.isEmpty ? nil : request.stop.count
    return .init(
      model: tokenized.model.base, precision: tokenized.model.precision, adapter: tokenized.model.adapter,
      upstream: tokenized.model.upstream, sampling: sampling)
  }

  private static func milli(_ value: Float) -> Int { Int((value * 1000).rounded()) }

  private func commitment(to text: [UInt8], of request: ChatRequest, part: String) -> Commitment? {
    let salt = authenticationCode(of: Array("\(request.id)/\(part)".utf8), key: commitmentKey)
    return SecretKey(bytes: salt).map { Commitment(to: text, salt: $0) }
  }

  private static func status(_ refusal: Refusal) -> String { "\(refusal.status.rawValue) at \(refusal.step.rawValue)" }

  private static func latencies(_ timings: StepTimings) -> [String: Int] {
    timings.milliseconds.reduce(into: [:]) { $0[$1.step.rawValue] = Int($1.duration.rounded()) }
  }
}

/// The two clocks of a record.
public struct RecordClock: Sendable {
  let wallClockMs: @Sendable () -> Int64
  let monotonicNs: @Sendable () -> UInt64

  /// Milliseconds since 1970; nanoseconds of a clock that never steps back.
  public init(wallClockMs: @escaping @Sendable () -> Int64, monotonicNs: @escaping @Sendable () -> UInt64) {
    self.wallClockMs = wallClockMs
    self.monotonicNs = monotonicNs
  }
}
