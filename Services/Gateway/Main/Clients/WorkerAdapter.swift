import ChatPipeline
import Clearance
import Contracts
import Messaging

/// Step 10's client: weir.v1.Worker.
struct WorkerAdapter: WorkerClient, ModelDirectory {
  private let endpoint: GatewayEndpoint
  private let calls: BackendCalls

  init(endpoint: GatewayEndpoint) {
    self.endpoint = endpoint
    calls = BackendCalls(endpoint: endpoint, service: Self.service, step: .generate)
  }

  static let service = WorkerService.name

  func generate(_ cleared: ClearedPrompt, receive: (TokenChunk) async throws(Refusal) -> Bool) async throws(Refusal) {
    let stream = endpoint.stream(
      Self.service, WorkerService.generate, model: cleared.model.name, payload: request(cleared).wireBytes(),
      options: CallOptions(timeout: BackendTimeouts.generate))
    var worker: String?
    do {
      for try await payload in stream {
        worker = worker ?? stream.backend
        guard try await receive(Self.chunk(GenerateChunk(wire: payload), worker)) else { return stream.cancel() }
      }
    } catch {
      stream.cancel()
      throw calls.refusal(error)
    }
  }

  private func request(_ cleared: ClearedPrompt) -> GenerateRequest {
    GenerateRequest(
      model: cleared.model.base, promptIDs: cleared.promptIDs, maxTokens: UInt32(cleared.completionTokensMax),
      sampling: Sampling(cleared.sampling), choices: UInt32(cleared.choices),
      clearance: ClearanceToken(statement: cleared.clearance.statement, signature: cleared.clearance.signature),
      stop: cleared.stop, tenantSalt: cleared.tenantSalt, adapter: cleared.model.adapter ?? "",
      jsonSchema: cleared.answerSchema ?? "")
  }

  private static func chunk(_ wire: GenerateChunk, _ worker: String?) -> TokenChunk {
    TokenChunk(
      choice: Int(wire.choice), id: wire.tokenID, bytes: wire.text, logProbability: wire.logProbability,
      finish: finish(wire.finish), tokens: max(1, Int(wire.tokens)), worker: worker)
  }

  private static func finish(_ reason: Contracts.FinishReason) -> TokenChunk.Finish? {
    switch reason {
    case .none: nil
    case .stop: .stop
    case .contentFilter: .contentFilter
    case .length, .unrecognized: .length
    }
  }

  func describe(model: String) async throws(Refusal) -> ModelDescription {
    let served = await endpoint.models(of: Self.service)
    guard served.contains(model) else {
      let offer = Set(served).sorted().joined(separator: ", ")
      throw served.isEmpty
        ? Refusal(.unavailable, at: .assemble, "no worker is connected; start one with 'weir up' and try again")
        : Refusal(.modelNotFound, at: .assemble, "no worker serves that model; served now: \(offer)")
    }
    let reply: DescribeReply = try await calls.unary(
      "Describe", model: model, DescribeRequest(), timeout: BackendTimeouts.describe)
    let adapter = reply.adapter(of: model)
    guard reply.model == model || adapter != nil else {
      throw Refusal(.unavailable, at: .assemble, "a worker took the call for a model that it does not serve")
    }
    return ModelDescription(
      name: model, base: reply.model, adapter: adapter, precision: reply.precision,
      contextTokens: Int(reply.contextTokens),
      upstream: reply.upstream.isEmpty ? nil : reply.upstream, servesJSONSchema: reply.servesJSONSchema)
  }
}

extension Sampling {
  fileprivate init(_ sampling: SamplingParameters) {
    self.init(
      temperature: sampling.temperature, topK: UInt32(clamping: sampling.topK ?? 0), topP: sampling.topP ?? 0,
      seed: sampling.seed, minP: sampling.minP ?? 0, repetitionPenalty: sampling.repetitionPenalty ?? 0,
      frequencyPenalty: sampling.frequencyPenalty ?? 0, presencePenalty: sampling.presencePenalty ?? 0,
      logitBias: sampling.logitBias.sorted { $0.key < $1.key }.map { LogitBias(tokenID: $0, bias: $1) })
  }
}
