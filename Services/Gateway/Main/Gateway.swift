import Audit
import ChatPipeline
import Cryptography
import Foundation
import Hummingbird
import Messaging
import Operations
import Policy
import ServiceLifecycle
import Vault

/// Wires the gateway: the pipeline's steps to the back ends, and the two fronts to the pipeline.
struct Gateway: Sendable {
  private let process: WeirProcess
  private let log: AuditLog
  private let endpoint: GatewayEndpoint
  private let fronts: GatewayRouter
  private let policyDigest: Digest

  init(_ process: WeirProcess) throws {
    self.process = process
    let policy = try PolicyStore(process).load()
    policyDigest = policy.digest
    log = try AuditLog.open(
      directory: process.state.audit, origin: process.configuration.gateway.auditOrigin,
      signer: process.keys.signingKey(.audit))
    let late = LateService()
    endpoint = try GatewayEndpoint(process.gatewayConfiguration(), services: [late.service])
    let vault = try Vault(
      VaultLocation(url: process.configuration.gateway.vault, folder: process.state.vault),
      masterKey: process.keys.vaultKey())
    let administration = Administration(
      authenticator: Authenticator(keys: IssuedKeys(state: process.state)),
      gate: PolicyGate(policy: policy, quotas: QuotaKeeper(now: monotonicNanoseconds)), log: log,
      surrogates: SurrogateKeeper(vault: VaultAdapter(vault, logger: process.logger)))
    let pipeline = try ChatPipeline(Self.steps(process, policy, administration, endpoint))
    let metrics = ChatMetrics(process.metrics)
    late.fill(GatewayService(pipeline: pipeline, metrics: metrics))
    fronts = Self.router(process, pipeline, metrics, endpoint, administration)
  }

  /// What chat and administration share: who may do what, and where it is put on the record.
  private struct Administration {
    let authenticator: Authenticator
    let gate: PolicyGate
    let log: AuditLog
    let surrogates: SurrogateKeeper
  }

  private static func steps(
    _ process: WeirProcess, _ policy: Policy, _ administration: Administration, _ endpoint: GatewayEndpoint
  ) throws -> PipelineSteps {
    let log = administration.log
    let records = RecordFactory(commitmentKey: try process.keys.commitmentKey(), clock: .system)
    let worker = WorkerAdapter(endpoint: endpoint)
    let deidentifiers = DeidentifierCache()
    let filters = FilterProgramCache()
    try policy.compile(into: deidentifiers, filters)
    return PipelineSteps(
      authenticator: administration.authenticator, gate: administration.gate,
      deidentifier: RequestDeidentifier(deidentifiers: deidentifiers, key: try process.keys.surrogateKey()),
      retriever: Retriever(knowledge: KnowledgeAdapter(endpoint: endpoint)),
      tokenizer: PromptTokenizer(tokenizer: TokenizerAdapter(endpoint: endpoint), models: worker),
      intents: IntentRecorder(log: log, records: records, surrogates: administration.surrogates),
      clearances: ClearanceIssuer(
        key: try process.keys.signingKey(.clearance), tenantKey: try process.keys.surrogateKey(),
        now: { UInt64(Date().timeIntervalSince1970) }),
      worker: worker, filters: filters, outcomes: OutcomeRecorder(log: log, records: records))
  }

  private static func router(
    _ process: WeirProcess, _ pipeline: ChatPipeline, _ metrics: ChatMetrics, _ endpoint: GatewayEndpoint,
    _ administration: Administration
  ) -> GatewayRouter {
    let unixSeconds: @Sendable () -> Int = { Int(Date().timeIntervalSince1970) }
    return GatewayRouter(
      chat: ChatCompletionsRoute(pipeline: pipeline, metrics: metrics, now: unixSeconds),
      models: ModelsRoute(
        pipeline: pipeline, models: { await endpoint.models(of: WorkerAdapter.service) }, startedAt: unixSeconds()),
      deidentify: DeidentifyRoute(pipeline: pipeline),
      reidentify: ReidentifyRoute(
        reidentification: AuthorizedReidentification(
          authenticator: administration.authenticator, gate: administration.gate, log: administration.log,
          surrogates: administration.surrogates, clock: .system)),
      audit: AuditRoutes(
        reading: RecordReading(
          authenticator: administration.authenticator, gate: administration.gate, log: administration.log,
          clock: .system), auditor: AuditVerifier(directory: process.state.audit)),
      operations: OperationsRoutes(endpoint: endpoint, metrics: process.metrics))
  }

  /// Serves until asked to stop; then no new call is taken, those running end, and the log is closed.
  func run() async throws {
    try await recordPolicy()
    let http = Application(
      router: fronts.router(),
      configuration: .init(
        address: .hostname(process.configuration.gateway.httpHost, port: process.configuration.gateway.httpPort)),
      onServerRunning: { [process] _ in try? process.becomeReady() }, logger: process.logger)
    let group = ServiceGroup(
      configuration: .init(services: [.init(service: http)], logger: process.logger))
    try await process.serve {
      try await group.run()
    } drain: {
      await group.triggerGracefulShutdown()
    }
    await endpoint.shutdown()
    log.close()
  }
}

extension Gateway {
  /// Which policy decides from now on is on the record before it decides anything.
  private func recordPolicy() async throws {
    let gateway = Principal(tenant: "local", role: "gateway", keyID: process.instance)
    let act = AuditRecord.Act(verb: .loadPolicy, subject: policyDigest.description)
    _ = try await log.append(RecordClock.system.administrator(gateway).record(act))
  }
}

extension RecordClock {
  static let system = RecordClock(
    wallClockMs: { Int64(Date().timeIntervalSince1970 * 1000) }, monotonicNs: monotonicNanoseconds)
}

@Sendable private func monotonicNanoseconds() -> UInt64 { DispatchTime.now().uptimeNanoseconds }

extension GatewayEndpoint {
  /// Models that back ends of `service` have registered, and what they serve beside them.
  func models(of service: String) async -> [String] {
    await backends().filter { $0.services.contains(service) }.flatMap { [$0.model] + $0.variants }
  }
}
