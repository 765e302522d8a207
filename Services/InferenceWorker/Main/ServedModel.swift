import Clearance
import Contracts
import Foundation
import Generation
import Logging
import Messaging
import ModelFiles
import Operations
import Scheduling
import Tokenization

/// A model that this worker serves, whoever computes it.
struct ServedModel: Sendable {
  let description: DescribeReply
  let service: RPCService
  /// The load after each change, the newest only.
  let loads: AsyncStream<(running: Int, waiting: Int)>
  let shutdown: @Sendable () async -> Void

  init(
    description: DescribeReply, service: RPCService, loads: AsyncStream<(running: Int, waiting: Int)>,
    shutdown: @escaping @Sendable () async -> Void
  ) {
    self.description = description
    self.service = service
    self.loads = loads
    self.shutdown = shutdown
  }

  /// A model that this process computes.
  init(loading model: ModelStore.Model, _ process: WeirProcess) throws {
    let source = try ModelSource(path: model.path)
    let tokenizer = try Tokenizer(modelPath: model.path, cache: process.state.tokenizerCache)
    let settings = process.configuration.worker
    let adapters = try settings.adapters.map { try AdapterFolder(path: "\(process.state.adapters)/\($0)") }
    let precisions = ServedPrecision(source, adapters, settings, logger: process.logger)
    var configuration = EngineConfiguration(settings)
    if let open = tokenizer.id(of: "<think>"), let close = tokenizer.id(of: "</think>") {
      configuration.reasoning = ReasoningTokens(open: open, close: close)
    }
    let engine = Engine(
      try precisions.load(), configuration, tokenBytes: { tokenizer.bytes(of: $0) },
      lighter: { precisions.lighter() })
    let watch = Task { try await precisions.watchMemory { engine.lighten() } }
    let service = GenerationService(
      gate: try CallGate(model.name, process), engine: engine, adapters: settings.adapters)
    let (loads, continuation) = Self.makeLoads()
    let engineLoads = engine.loads
    Task {
      for await load in engineLoads { continuation.yield((load.running, load.waiting)) }
      continuation.finish()
    }
    self.init(description: service.description, service: service.service, loads: loads) {
      watch.cancel()
      engine.shutdown()
    }
  }

  static func makeLoads() -> (
    AsyncStream<(running: Int, waiting: Int)>, AsyncStream<(running: Int, waiting: Int)>.Continuation
  ) {
    AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }
}

extension EngineConfiguration {
  init(_ settings: Configuration.Worker) {
    self.init()
    slots = settings.slots
    if settings.threads > 0 { threads = settings.threads }
    cacheTokens = settings.cacheTokens
    cache = CachePrecision(rawValue: settings.cache) ?? .serving
    guessedMax = settings.guessedTokens
  }
}

extension CallGate {
  /// Believes the gateway of the keys folder.
  convenience init(_ model: String, _ process: WeirProcess) throws {
    self.init(
      model: model, verifier: ClearanceVerifier(trusted: [try process.keys.verificationKey(.clearance)]),
      now: { UInt64(Date().timeIntervalSince1970) })
  }
}
