import Audit
import ChatPipeline
import Cryptography
import Foundation
import Hummingbird
import Messaging
import Operations
import Policy
import ServiceLifecycle

/// Wires the gateway: the pipeline's steps to the back ends, and the two fronts to the pipeline.
struct Gateway: Sendable {
  private let process: WeirProcess
  private let log: AuditLog
  private let endpoint: GatewayEndpoint
  private let fronts: GatewayRouter

  init(_ process: WeirProcess) throws {
    self.process = process
    let policy = try PolicyStore(process).load()
    log = try AuditLog.open(
      directory: process.state.audit, origin: process.configuration.gateway.auditOrigin,
      signer: process.keys.signingKey(.audit))
    let late = LateService()
    endpoint = try GatewayEndpoint(process.gatewayConfiguration(), services: [late.service])
    let pipeline = try ChatPipeline(Self.steps(process, policy, log, endpoint))
    let metrics = ChatMetrics(process.metrics)
    late.fill(GatewayService(pipeline: pipeline, metrics: metrics))
    fronts = Self.router(process, pipeline, metrics, endpoint)
  }

  private static func steps(_ process: WeirProcess, _ policy: Policy, _ log: AuditLog, _ endpoint: GatewayEndpoint)
    throws -> PipelineSteps
  {
    let records = RecordFactory(commitmentKey: try process.keys.commitmentKey(), clock: .system)
    let worker = WorkerAdapter(endpoint: endpoint)
    let deidentifiers = DeidentifierCache()
    let filters = FilterProgramCache()
    try policy.compile(into: deidentifiers, filters)
    return PipelineSteps(
      authenticator: Authenticator(keys: IssuedKeys(state: process.state)),
      gate: PolicyGate(policy: policy, quotas: QuotaKeeper(now: monotonicNanoseconds)),
      deidentifier: RequestDeidentifier(deidentifiers: deidentifiers, key: try process.keys.surrogateKey()),
      retriever: Retriever(knowledge: KnowledgeAdapter(endpoint: endpoint)),
      tokenizer: PromptTokenizer(tokenizer: TokenizerAdapter(endpoint: endpoint), models: worker),
      intents: IntentRecorder(log: log, records: records),
      clearances: ClearanceIssuer(
        key: try process.keys.signingKey(.clearance), now: { UInt64(Date().timeIntervalSince1970) }),
      worker: worker, filters: filters, outcomes: OutcomeRecorder(log: log, records: records))
  }

  private static func router(
    _ process: WeirProcess, _ pipeline: ChatPipeline, _ metrics: ChatMetrics, _ endpoint: GatewayEndpoint
  ) -> GatewayRouter {
    let unixSeconds: @Sendable () -> Int = { Int(Date().timeIntervalSince1970) }
    return GatewayRouter(
      chat: ChatCompletionsRoute(pipeline: pipeline, metrics: metrics, now: unixSeconds),
      models: ModelsRoute(
        pipeline: pipeline, models: { await endpoint.models(of: WorkerAdapter.service) }, startedAt: unixSeconds()),
      deidentify: DeidentifyRoute(pipeline: pipeline),
      operations: OperationsRoutes(endpoint: endpoint, metrics: process.metrics))
  }

  /// Serves until asked to stop; then no new call is taken, those running end, and the log is closed.
  func run() async throws {
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

extension RecordClock {
  static let system = RecordClock(
    wallClockMs: { Int64(Date().timeIntervalSince1970 * 1000) }, monotonicNs: monotonicNanoseconds)
}

@Sendable private func monotonicNanoseconds() -> UInt64 { DispatchTime.now().uptimeNanoseconds }

extension GatewayEndpoint {
  /// Models that back ends of `service` have registered.
  func models(of service: String) async -> [String] {
    await backends().filter { $0.services.contains(service) }.map(\.model)
  }
}
