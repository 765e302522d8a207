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

@main enum WorkerMain {
  static func main() async {
    await WeirProcess.run(.worker) { process in
      let (name, path) = try ModelStore(process.state).model(named: process.configuration.worker.model)
      process.logger.info("loading", metadata: ["model": "\(name)"])
      let service = try service(process, name: name, path: path)
      let endpoint = try BackendEndpoint(
        process.backendConfiguration(
          model: name, precision: service.description.precision, slots: process.configuration.worker.slots),
        services: [service.service])
      let loads = service.engine.loads
      Task { for await load in loads { endpoint.reportLoad(running: load.running, queued: load.waiting) } }
      try await process.serve {
        await endpoint.run()
      } drain: {
        await endpoint.drain()
        service.engine.shutdown()
      }
    }
  }

  private static func service(_ process: WeirProcess, name: String, path: String) throws -> GenerationService {
    let source = try ModelSource(path: path)
    let tokenizer = try Tokenizer(modelPath: path, cache: process.state.tokenizerCache)
    var configuration = EngineConfiguration()
    configuration.slots = process.configuration.worker.slots
    if process.configuration.worker.threads > 0 { configuration.threads = process.configuration.worker.threads }
    let choice = choosePrecision(for: source, availableBytes: availableMemory())
    process.logger.info("precision", metadata: ["choice": "\(choice.precision)", "reason": "\(choice.reason)"])
    let engine = Engine(try loadModel(source, precision: choice.precision), configuration)
    let verifier = ClearanceVerifier(trusted: [try process.keys.verificationKey(.clearance)])
    return GenerationService(
      model: name, engine: engine, verifier: verifier, tokenBytes: { tokenizer.bytes(of: $0) },
      now: { UInt64(Date().timeIntervalSince1970) })
  }
}
