import ArgumentParser
import Contracts
import Messaging
import Operations

/// Which gateway a command talks to, and as whom.
struct GatewayOptions: ParsableArguments {
  @Option(help: "The model to ask; the only one when there is one.") var model: String?
  @Option(help: "Tokens of the answer at most.") var maxTokens = 160

  func session() throws -> GatewaySession {
    let installation = try Installation.open()
    let model = try model ?? ModelStore(installation.state).model(named: installation.configuration.worker.model).name
    return try GatewaySession(installation, model: model, maxTokens: maxTokens)
  }
}

/// A connection to the gateway over binary RPC.
struct GatewaySession {
  private let client: ClientEndpoint
  private let key: String
  private let model: String
  private let maxTokens: Int

  init(_ installation: Installation, model: String, maxTokens: Int) throws {
    client = try ClientEndpoint(
      WeirProcess.clientConfiguration(installation.configuration, installation.keys))
    key = try APIKeys.local(installation.state)
    self.model = model
    self.maxTokens = maxTokens
  }

  /// Asks, hands over each event, and returns the last one.
  ///
  /// Throws `RPCError`, also when the gateway cannot be reached.
  func ask(_ messages: [WeirChatMessage], explain: Bool, onEvent: (ChatEvent) -> Void) async throws -> ChatFinish {
    let request = WeirChatRequest(
      model: model, messages: messages, maxTokens: UInt32(maxTokens), choices: 1, explain: explain)
    var options = CallOptions(timeout: .seconds(300))
    options.metadata["authorization"] = "Bearer \(key)"
    let stream = client.stream(
      GatewayService.name, GatewayService.chat, payload: request.wireBytes(), options: options)
    var last: ChatFinish?
    for try await payload in stream {
      let event = try ChatEvent(wire: payload)
      if case .finish(let finish) = event { last = finish }
      onEvent(event)
    }
    guard let last else { throw RPCError(.dataLoss, "the answer ended without its last event") }
    return last
  }
}
