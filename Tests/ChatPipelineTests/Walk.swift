import Audit
@_spi(Identified) import ChatPipeline
import Clearance
import Cryptography
@_spi(Identified) import Deidentification
import Foundation
import Policy
import Synchronization

/// A pipeline whose safeguards are real and whose back ends are doubles that note who was called with what.
final class Walk: Sendable {
  enum Fault: CaseIterable, Sendable { case none, knowledge, tokenizer, vault, auditIntent, worker, auditOutcome }

  static let completionTokensMax = 64

  private let notes: Notes
  private let pipeline: ChatPipeline
  private let reidentification: AuthorizedReidentification
  private let auditor: AuditVerifier
  private let vault: FakeVault

  init(
    answer: [String], fault: Fault = .none, endsEarly: Bool = false, contextTokens: Int = 100_000,
    policy yaml: String = Policy.standardYAML, servesJSONSchema: Bool = false, upstream: String? = nil
  ) throws {
    let notes = Notes()
    self.notes = notes
    let records = RecordFactory(
      commitmentKey: SecretKey(), clock: RecordClock(wallClockMs: { 0 }, monotonicNs: { 0 }))
    let folder = FileManager.default.temporaryDirectory.appending(path: "weir-walk-\(UUID().uuidString)").path
    let log = try AuditLog.open(directory: folder, origin: "weir.test/walk", signer: SigningKey())
    auditor = AuditVerifier(directory: folder)
    let recorder = JournalingRecorder(log: log, notes: notes, fault: fault)
    let policy = try Policy(yaml: yaml)
    vault = FakeVault(notes: notes, fails: fault == .vault)
    let gate = PolicyGate(policy: policy, quotas: QuotaKeeper(now: { 0 }))
    let surrogates = SurrogateKeeper(vault: vault)
    reidentification = AuthorizedReidentification(
      authenticator: Authenticator(keys: OneKey()), gate: gate, log: recorder, surrogates: surrogates,
      clock: RecordClock(wallClockMs: { 0 }, monotonicNs: { 0 }))
    pipeline = ChatPipeline(
      PipelineSteps(
        authenticator: Authenticator(keys: OneKey()), gate: gate,
        deidentifier: RequestDeidentifier(deidentifiers: DeidentifierCache(), key: SecretKey()),
        retriever: Retriever(knowledge: FakeKnowledge(notes: notes, fails: fault == .knowledge)),
        tokenizer: PromptTokenizer(
          tokenizer: FakeTokenizer(notes: notes, fails: fault == .tokenizer),
          models: OneModel(contextTokens: contextTokens, servesJSONSchema: servesJSONSchema, upstream: upstream)),
        intents: IntentRecorder(log: recorder, records: records, surrogates: surrogates),
        clearances: ClearanceIssuer(key: SigningKey(), tenantKey: SecretKey(), now: { 0 }),
        worker: FakeWorker(notes: notes, answer: answer, fails: fault == .worker, endsEarly: endsEarly),
        filters: FilterProgramCache(), outcomes: OutcomeRecorder(log: recorder, records: records)))
  }

  var journal: [String] { notes.journal }
  var seenByBackends: [String] { notes.seen }
  var lastPromptTokens: Int { notes.promptTokens }
  /// What the worker was told to tell tenants apart by, call after call.
  var salts: [[UInt8]] { notes.salts }
  /// What its clearances were made out to.
  var models: [String] { notes.models }

  /// The whole answer of each choice. The caller goes away after `leavesAfter` deliveries.
  func ask(
    _ question: String, model: String = "m", choices: Int = 1, stop: [String] = [], schema: String? = nil,
    bearer: String = "right",
    leavesAfter: Int = .max
  ) async throws -> (texts: [String], outcome: RecordedOutcome) {
    let request = ChatRequest(
      id: "r1", credential: Credential(authorization: "Bearer \(bearer)"), route: "/v1/chat/completions", model: model,
      messages: [ChatMessage(role: .user, content: IdentifiedText(question))],
      completionTokensMax: Self.completionTokensMax, choices: choices, stop: stop.map { IdentifiedText($0) },
      answerSchema: schema.map { IdentifiedText($0) }, traceID: "t")
    let sink = Sink(choices: choices, notes: notes, leavesAfter: leavesAfter)
    let outcome = try await pipeline.answer(try await pipeline.prepare(request), to: sink)
    return (sink.texts, outcome)
  }

  /// What a model would see of a text, for a caller who sends it to none.
  func deidentify(_ text: String, bearer: String = "right") async throws -> String {
    let request = ChatRequest(
      id: "r1", credential: Credential(authorization: "Bearer \(bearer)"), route: "/v1/deidentify", model: "",
      messages: [ChatMessage(role: .user, content: IdentifiedText(text))], traceID: "t")
    return try await pipeline.deidentify(request).turns[0].content.value
  }

  /// Puts identifiers back into text of the request "r1".
  func reidentify(_ text: String, bearer: String) async throws -> String {
    try await reidentification.reidentify(
      text, request: "r1", credential: Credential(authorization: "Bearer \(bearer)")
    ).value
  }

  /// What the subject's erasure does to the vault.
  func eraseEverything() { vault.eraseEverything() }

  /// Every record so far, out of the log.
  func records() throws -> [AuditRecord] {
    var records: [AuditRecord] = []
    try auditor.query(AuditQuery()) { _, record, _ in
      records.append(record)
      return true
    }
    return records
  }
}

/// What happened, in order.
private final class Notes: Sendable {
  private let state = Mutex(
    (journal: [String](), seen: [String](), promptTokens: 0, salts: [[UInt8]](), models: [String]()))

  var journal: [String] { state.withLock { $0.journal } }
  var seen: [String] { state.withLock { $0.seen } }
  var promptTokens: Int { state.withLock { $0.promptTokens } }

  /// Repeats of the same event in a row count once.
  func add(_ event: String) { state.withLock { if $0.journal.last != event { $0.journal.append(event) } } }
  var salts: [[UInt8]] { state.withLock { $0.salts } }
  func note(salt: [UInt8]) { state.withLock { $0.salts.append(salt) } }
  var models: [String] { state.withLock { $0.models } }
  func note(model: String) { state.withLock { $0.models.append(model) } }
  func see(_ text: String) { state.withLock { $0.seen.append(text) } }
  func count(promptTokens: Int) { state.withLock { $0.promptTokens = promptTokens } }
}

private struct OneKey: KeyDirectory {
  func principal(bearer: String) -> Principal? {
    switch bearer {
    case "right": Principal(tenant: "ward-7", role: "user", keyID: "k1")
    case "neighbour": Principal(tenant: "ward-8", role: "user", keyID: "k4")
    case "officer": Principal(tenant: "ward-7", role: "privacy_officer", keyID: "k2")
    case "stranger": Principal(tenant: "ward-8", role: "privacy_officer", keyID: "k3")
    default: nil
    }
  }
}

private struct OneModel: ModelDirectory {
  let contextTokens: Int
  let servesJSONSchema: Bool
  let upstream: String?

  func describe(model: String) async throws(Refusal) -> ModelDescription {
    let adapter = model == "m:law" ? "law" : nil
    return ModelDescription(
      name: model, base: adapter == nil ? nil : "m", adapter: adapter, precision: "F32", contextTokens: contextTokens,
      upstream: upstream,
      servesJSONSchema: servesJSONSchema)
  }
}

private struct FakeKnowledge: KnowledgeClient {
  let notes: Notes
  let fails: Bool

  func search(_ query: DeidentifiedText, limit: Int) async throws(Refusal) -> [RetrievedPassage] {
    notes.add("search")
    notes.see(query.value)
    guard !fails else { throw Refusal(.unavailable, at: .retrieve, "down") }
    return (0..<min(limit, 2)).map {
      RetrievedPassage(
        documentID: "d\($0)", version: "1", title: IdentifiedText("Cough"),
        text: IdentifiedText("Most coughs end within three weeks. Ask Mr. John Smith."), score: 1)
    }
  }
}

/// One token for each byte.
private struct FakeTokenizer: TokenizerClient {
  let notes: Notes
  let fails: Bool

  func encodeChat(_ turns: [DeidentifiedTurn], model: String) async throws(Refusal) -> [Int32] {
    notes.add("encode")
    guard model == "m" else { throw Refusal(.modelNotFound, at: .tokenize, "no such vocabulary") }
    turns.forEach { notes.see($0.content.value) }
    guard !fails else { throw Refusal(.unavailable, at: .tokenize, "down") }
    let ids = turns.flatMap { $0.content.value.utf8.map(Int32.init) }
    notes.count(promptTokens: ids.count)
    return ids
  }
}

private struct FakeWorker: WorkerClient {
  let notes: Notes
  let answer: [String]
  let fails: Bool
  let endsEarly: Bool

  func generate(_ cleared: ClearedPrompt, receive: (TokenChunk) async throws(Refusal) -> Bool) async throws(Refusal) {
    notes.add("generate")
    notes.see(String(decoding: cleared.promptIDs.map { UInt8($0) }, as: UTF8.self))
    (cleared.stop + [cleared.answerSchema].compactMap { $0 }).forEach(notes.see)
    notes.note(salt: cleared.tenantSalt)
    notes.note(model: (try? ClearanceStatement(bytes: cleared.clearance.statement).model) ?? "none")
    guard !fails else { throw Refusal(.unavailable, at: .generate, "down") }
    let chunks = answer.enumerated().flatMap { index, text in
      (0..<cleared.choices).map { choice in
        let isLast = index == answer.count - 1 && !endsEarly
        return TokenChunk(
          choice: choice, id: Int32(index), bytes: Array(text.utf8), logProbability: 0, finish: isLast ? .stop : nil,
          worker: "worker-1")
      }
    }
    for chunk in chunks { guard try await receive(chunk) else { return } }
  }
}

private final class FakeVault: ValueVault {
  private let notes: Notes
  private let fails: Bool
  private let values = Mutex<[String: [UInt8]]>([:])

  init(notes: Notes, fails: Bool) {
    self.notes = notes
    self.fails = fails
  }

  func keep(_ value: [UInt8], request: String, tenant: String, subject: String) async throws -> String {
    notes.add("keep for \(subject)")
    if fails { throw CancellationError() }
    values.withLock { $0["\(tenant)/\(request)"] = value }
    return "pseudonym"
  }

  func value(request: String, tenant: String) async throws -> [UInt8]? {
    notes.add("read vault")
    return values.withLock { $0["\(tenant)/\(request)"] }
  }

  func eraseEverything() { values.withLock { $0 = [:] } }
}

private struct JournalingRecorder: AuditRecorder {
  let log: AuditLog
  let notes: Notes
  let fault: Walk.Fault

  func append(_ record: AuditRecord) async throws(AuditError) -> AuditReceipt {
    notes.add("record \(record.act?.verb.rawValue ?? record.kind.rawValue)")
    if fault == .auditIntent || fault == .auditOutcome && record.kind == .outcome { log.close() }
    return try await log.append(record)
  }
}

private final class Sink: AnswerSink {
  private let state: Mutex<(texts: [String], left: Int)>
  private let notes: Notes

  init(choices: Int, notes: Notes, leavesAfter: Int) {
    state = Mutex((Array(repeating: "", count: choices), leavesAfter))
    self.notes = notes
  }

  var texts: [String] { state.withLock { $0.texts } }

  func deliver(_ text: ReidentifiedText, choice: Int) async throws {
    notes.add("deliver")
    let isGone = state.withLock { state in
      state.texts[choice] += text.value
      state.left -= 1
      return state.left < 0
    }
    if isGone { throw CancellationError() }
  }
}
