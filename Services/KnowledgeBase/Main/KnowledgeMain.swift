import Contracts
import Foundation
import Messaging
import Operations
import Retrieval

@main enum KnowledgeMain {
  static func main() async {
    await WeirProcess.run(.knowledge) { process in
      // Documents come de-identified: from the gateway, or from 'weir kb index', which does it. This process may not
      // depend on the de-identifier, so that it has no reason to be given identified text.
      let handler = KnowledgeHandler(
        store: try KnowledgeStore(path: process.state.knowledgeBase), transform: { $0 },
        now: { Int64(Date().timeIntervalSince1970) })
      let endpoint = try BackendEndpoint(process.backendConfiguration(slots: slots), services: [service(handler)])
      try await process.serve {
        await endpoint.run()
      } drain: {
        await endpoint.drain()
      }
    }
  }

  /// Readers of one SQLite file: more would wait for the disk.
  private static let slots = 8

  private static func service(_ handler: KnowledgeHandler) -> RPCService {
    let methods = [KnowledgeService.search, KnowledgeService.ingest].map { method in
      (method, RPCMethod.unary { _, payload in try await answer(handler, method, payload) })
    }
    return RPCService(KnowledgeService.name, Dictionary(uniqueKeysWithValues: methods))
  }

  private static func answer(_ handler: KnowledgeHandler, _ method: String, _ payload: [UInt8]) async throws(RPCError)
    -> [UInt8]
  {
    do { return try await handler.handle(method: method, payload: payload) } catch {
      throw error is ContractError
        ? RPCError(.invalidArgument, "\(error)")
        : RPCError(.unavailable, "the knowledge base failed: \(type(of: error))")
    }
  }
}
