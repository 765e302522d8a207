import Contracts
import Messaging
import Tokenization
import Upstream

/// weir.v1.Worker for a model that another server computes: the same clearance, and upstream goes exactly what the
/// cleared ids say.
final class RelayService: Sendable {
  let description: DescribeReply
  private let gate: CallGate
  private let upstream: Upstream
  private let conversations: ConversationCodec?

  /// - Parameters:
  ///   - host: what records call the upstream.
  ///   - conversations: reads messages out of ids; nil where the upstream takes the ids themselves.
  init(
    gate: CallGate, upstream: Upstream, host: String, contextTokens: Int, slots: Int, conversations: ConversationCodec?
  ) {
    self.gate = gate
    self.upstream = upstream
    self.conversations = conversations
    description = DescribeReply(
      model: gate.model, architecture: "upstream", precision: "upstream", slots: UInt32(clamping: slots),
      contextTokens: UInt32(clamping: contextTokens), upstream: host,
      servesJSONSchema: upstream.settings.servesJSONSchema)
  }

  /// The service as the network offers it.
  var service: RPCService {
    RPCService(
      WorkerService.name,
      [
        WorkerService.generate: .serverStreaming { [self] context, payload, writer in
          try await generate(payload, deadline: context.deadline) { chunk in
            try await writer.write(chunk.wireBytes())
          }
        },
        WorkerService.describe: .unary { [self] _, _ in description.wireBytes() },
      ])
  }

  /// Verifies the clearance, asks the upstream, and writes a chunk for each piece of its answer.
  ///
  /// - Throws: as ``GenerationService/generate(_:write:)``, and what an upstream's failure means to the caller.
  func generate(
    _ payload: [UInt8], deadline: ContinuousClock.Instant?, write: (GenerateChunk) async throws -> Void
  ) async throws(RPCError) {
    let request = try gate.decode(payload)
    // Before the clearance is used up, so that the call can be made again with the same one.
    guard !upstream.isFull else { throw RPCError(.resourceExhausted, "too many calls wait for the upstream") }
    try check(request)
    try gate.verify(request)
    let call = try upstreamRequest(request)
    do {
      try await upstream.generate(call, deadline: deadline ?? .now + Self.durationMax) { token in
        try await write(GenerateChunk(token))
      }
    } catch {
      throw Self.translated(error)
    }
  }

  /// Calls come with a deadline; one that does not may last as long as the gateway waits.
  private static let durationMax = Duration.seconds(420)

  /// What the ids do not say is not sent: the gateway cuts answers at stop strings itself.
  private func check(_ request: GenerateRequest) throws(RPCError) {
    guard request.choices <= UInt32(clamping: upstream.settings.choicesMax) else {
      throw RPCError(.invalidArgument, "the upstream gives \(upstream.settings.choicesMax) alternatives at most")
    }
    guard request.adapter.isEmpty, request.topLogProbabilities == 0 else {
      throw RPCError(.invalidArgument, "adapters and log-probabilities are not to be had from an upstream")
    }
    _ = try schema(of: request)
    guard conversations == nil || request.sampling.logitBias.isEmpty else {
      throw RPCError(
        .invalidArgument, "logit_bias needs the model's own token ids, which a chat upstream does not take")
    }
    let room = Int(description.contextTokens) - request.promptIDs.count
    guard !request.promptIDs.isEmpty, request.maxTokens > 0, Int(request.maxTokens) <= room else {
      throw RPCError(
        .invalidArgument,
        "\(request.promptIDs.count) prompt tokens and \(request.maxTokens) new ones must be some, and fit the context "
          + "of \(description.contextTokens)")
    }
  }

  private func upstreamRequest(_ request: GenerateRequest) throws(RPCError) -> UpstreamRequest {
    UpstreamRequest(
      prompt: try prompt(request.promptIDs), tokensMax: Int(request.maxTokens), choices: Int(max(1, request.choices)),
      sampling: UpstreamSampling(request.sampling), schema: try schema(of: request))
  }

  private func schema(of request: GenerateRequest) throws(RPCError) -> AnswerSchema? {
    guard !request.jsonSchema.isEmpty else { return nil }
    guard description.servesJSONSchema else {
      throw RPCError(.invalidArgument, "the upstream takes no schemas: \"response_format\" is left out for it")
    }
    guard let schema = AnswerSchema(request.jsonSchema) else {
      throw RPCError(.invalidArgument, "the JSON schema is no JSON object")
    }
    return schema
  }

  private func prompt(_ ids: [Int32]) throws(RPCError) -> UpstreamRequest.Prompt {
    guard let conversations else { return .ids(ids) }
    do throws(ConversationError) {
      return .messages(try conversations.decode(ids).map { .init(role: $0.role, content: $0.content) })
    } catch {
      throw RPCError(.failedPrecondition, "\(error)")
    }
  }
}
