import Contracts
import Logging
import Messaging
import Operations

@main enum WorkerMain {
  static func main() async {
    await WeirProcess.run(.worker) { process in
      let model = try ModelStore(process.state).model(named: process.configuration.worker.model)
      process.logger.info("loading", metadata: ["model": "\(model.name)"])
      let served = try model.isUpstream ? ServedModel(relaying: model, process) : ServedModel(loading: model, process)
      let endpoint = try BackendEndpoint(
        process.backendConfiguration(
          model: model.name, variants: served.description.variants, precision: served.description.precision,
          slots: Int(served.description.slots)),
        services: [served.service])
      Task {
        for await load in served.loads { endpoint.reportLoad(running: load.running, queued: load.waiting) }
        // Nothing is served any more, also where nobody asked the worker to stop.
        await endpoint.drain()
      }
      try await process.serve {
        await endpoint.run()
      } drain: {
        await endpoint.drain()
        await served.shutdown()
      }
    }
  }
}
