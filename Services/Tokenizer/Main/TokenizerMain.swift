import Foundation
import Messaging
import Operations
import Tokenization

@main enum TokenizerMain {
  static func main() async {
    await WeirProcess.run(.tokenizer) { process in
      let store = ModelStore(process.state)
      let named = process.configuration.tokenizer.models
      let handler = try TokenizerHandler(
        store, names: named.isEmpty ? store.names : named, cache: process.state.tokenizerCache,
        now: { CivilTime(unixSeconds: Int(Date().timeIntervalSince1970)) })
      let endpoint = try BackendEndpoint(process.backendConfiguration(slots: slots), services: [handler.service])
      try await process.serve {
        await endpoint.run()
      } drain: {
        await endpoint.drain()
      }
    }
  }

  /// Encoding is short work on the CPU: more at once than cores would only wait.
  private static let slots = max(2, ProcessInfo.processInfo.activeProcessorCount)
}
