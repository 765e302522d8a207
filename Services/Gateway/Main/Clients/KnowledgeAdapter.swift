import ChatPipeline
import Contracts
import Deidentification
import Messaging

/// Step 5's client: weir.v1.KnowledgeBase.
struct KnowledgeAdapter: KnowledgeClient {
  private let calls: BackendCalls

  init(endpoint: GatewayEndpoint) {
    calls = BackendCalls(endpoint: endpoint, service: "weir.v1.KnowledgeBase", step: .retrieve)
  }

  func search(_ query: DeidentifiedText, limit: Int) async throws(Refusal) -> [RetrievedPassage] {
    let request = SearchRequest(query: query.value, limit: UInt32(limit))
    let reply: SearchReply = try await calls.unary("Search", request, timeout: BackendTimeouts.knowledge)
    return reply.hits.map {
      RetrievedPassage(
        documentID: $0.documentID, version: $0.version, title: IdentifiedText($0.title), text: IdentifiedText($0.text),
        score: $0.score)
    }
  }
}
