import ChatPipeline
import Contracts
import Deidentification
import Messaging

/// Step 7's client: weir.v1.Tokenizer.
struct TokenizerAdapter: TokenizerClient {
  private let calls: BackendCalls

  init(endpoint: GatewayEndpoint) {
    calls = BackendCalls(endpoint: endpoint, service: "weir.v1.Tokenizer", step: .tokenize)
  }

  func encodeChat(_ turns: [DeidentifiedTurn], model: String) async throws(Refusal) -> [Int32] {
    let request = EncodeChatRequest(
      model: model, turns: turns.map { ChatTurn(role: $0.role.rawValue, content: $0.content.value) },
      addGenerationPrompt: true)
    let reply: EncodeReply = try await calls.unary("EncodeChat", request, timeout: BackendTimeouts.tokenizer)
    return reply.ids
  }
}
