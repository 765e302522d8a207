import Audit
@_spi(Identified) import ChatPipeline
import Contracts
import Deidentification
import Messaging

/// weir.v1.Gateway: the pipeline over binary RPC.
struct GatewayService: Sendable {
  let pipeline: ChatPipeline
  let metrics: ChatMetrics

  /// The service as it is offered on the wire; `current` gives the one that answers.
  static func service(_ current: @escaping @Sendable () throws(RPCError) -> GatewayService) -> RPCService {
    RPCService(
      Contracts.GatewayService.name,
      [
        Contracts.GatewayService.chat: .serverStreaming { try await current().chat($0, $1, $2) },
        Contracts.GatewayService.deidentify: .unary { try await current().deidentify($0, $1) },
      ])
  }

  private func chat(_ context: RPCContext, _ payload: [UInt8], _ writer: RPCWriter) async throws {
    let wire = try decode(WeirChatRequest.self, payload)
    do throws(Refusal) {
      let call = try await pipeline.prepare(try chatRequest(wire, context))
      let sink = RPCSink(writer: writer)
      try await sink.open(call, explains: wire.explain)
      let outcome = try await pipeline.answer(call, to: sink)
      metrics.answered(outcome)
      try await sink.close(outcome)
    } catch {
      metrics.refused(error)
      throw RPCError(error)
    }
  }

  private func deidentify(_ context: RPCContext, _ payload: [UInt8]) async throws -> [UInt8] {
    let wire = try decode(Contracts.DeidentifyRequest.self, payload)
    let message = ChatMessage(role: .user, content: IdentifiedText(wire.text))
    do throws(Refusal) {
      let chat = request([message], context, route: "weir.v1.Gateway/Deidentify")
      let turn = try await pipeline.deidentify(chat).turns[0]
      let spans = turn.spans.map {
        WeirEntitySpan(
          start: UInt32($0.range.lowerBound), end: UInt32($0.range.upperBound), kind: $0.kind.rawValue, score: $0.score)
      }
      return DeidentifyReply(text: turn.content.value, spans: spans).wireBytes()
    } catch {
      throw RPCError(error)
    }
  }

  private func chatRequest(_ wire: WeirChatRequest, _ context: RPCContext) throws(Refusal) -> ChatRequest {
    var messages: [ChatMessage] = []
    for message in wire.messages {
      guard let role = ChatRole(rawValue: message.role) else {
        throw Refusal(.invalidRequest, at: .decode, "a message's role must be system, user or assistant")
      }
      messages.append(ChatMessage(role: role, content: IdentifiedText(message.content)))
    }
    let request = request(messages, context, route: "weir.v1.Gateway/Chat", wire)
    if let complaint = request.sampling.complaint ?? StopStringRules.complaint(wire.stop) {
      throw Refusal(.invalidRequest, at: .decode, complaint)
    }
    return request
  }

  private func request(
    _ messages: [ChatMessage], _ context: RPCContext, route: String, _ wire: WeirChatRequest = WeirChatRequest()
  ) -> ChatRequest {
    ChatRequest(
      id: "rpc-" + RequestIdentity.fresh(), credential: Credential(authorization: context.metadata["authorization"]),
      route: route, model: wire.model, messages: messages,
      sampling: SamplingParameters(wire),
      completionTokensMax: wire.maxTokens > 0 ? Int(wire.maxTokens) : nil, choices: max(1, Int(wire.choices)),
      stop: wire.stop.map { IdentifiedText($0) },
      answerSchema: wire.jsonSchema.isEmpty ? nil : IdentifiedText(wire.jsonSchema),
      traceID: RequestIdentity.traceID(context.metadata["traceparent"]),
      subject: context.metadata["x-weir-subject"].map(IdentifiedText.init))
  }

  private func decode<Message: WireMessage>(_ type: Message.Type, _ payload: [UInt8]) throws(RPCError) -> Message {
    do { return try Message(wire: payload) } catch { throw RPCError(.invalidArgument, "\(error)") }
  }
}

extension SamplingParameters {
  /// proto3 cannot tell 0 from absent: it is off, and no seed is one that the gateway draws.
  fileprivate init(_ wire: WeirChatRequest) {
    func some(_ value: Float) -> Float? { value == 0 ? nil : value }
    self.init(
      temperature: wire.temperature, topP: some(wire.topP), topK: wire.topK == 0 ? nil : Int(wire.topK),
      seed: wire.seed > 0 ? wire.seed : RequestIdentity.seed(), minP: some(wire.minP),
      repetitionPenalty: some(wire.repetitionPenalty), frequencyPenalty: some(wire.frequencyPenalty),
      presencePenalty: some(wire.presencePenalty),
      logitBias: Dictionary(wire.logitBias.map { ($0.tokenID, $0.bias) }) { $1 })
  }
}

/// Writes a call's events; the last one can only be made from a recorded outcome.
private struct RPCSink: AnswerSink {
  let writer: RPCWriter

  func open(_ call: PreparedCall, explains: Bool) async throws(Refusal) {
    var opened = ChatOpened(
      requestID: call.cleared.requestID, auditIntent: call.cleared.recorded.receipt.index)
    if explains {
      opened.prompt = call.prompt.turns.map { WeirChatMessage(role: $0.role.rawValue, content: $0.content.value) }
      opened.passages = call.prompt.passages.map {
        PassageNote(documentID: $0.documentID, title: $0.title.value, version: $0.version, score: $0.score)
      }
    }
    try await write(.opened(opened))
  }

  func deliver(_ text: ReidentifiedText, choice: Int) async throws {
    try await write(.delta(ChatDelta(choice: UInt32(choice), text: text.value)))
  }

  func close(_ outcome: RecordedOutcome) async throws(Refusal) {
    let choices = outcome.finishes.enumerated().map { ChoiceFinish(choice: UInt32($0), reason: $1.rawValue) }
    try await write(
      .finish(
        ChatFinish(
          choices: choices, promptTokens: UInt32(outcome.promptTokens),
          completionTokens: UInt32(outcome.completionTokens), auditIntent: outcome.intentIndex,
          auditOutcome: outcome.outcomeIndex)))
  }

  private func write(_ event: ChatEvent) async throws(Refusal) {
    do { try await writer.write(event.wireBytes()) } catch {
      throw Refusal(.cancelled, at: .generate, "the caller went away")
    }
  }
}

extension RPCError {
  /// The one place where refusals become RPC status codes.
  init(_ refusal: Refusal) {
    let status: StatusCode =
      switch refusal.status {
      case .invalidRequest: .invalidArgument
      case .unauthenticated: .unauthenticated
      case .forbidden: .permissionDenied
      case .modelNotFound: .notFound
      case .rateLimited: .resourceExhausted
      case .cancelled: .cancelled
      case .unavailable: .unavailable
      case .deadlineExceeded: .deadlineExceeded
      case .internalFault: .internalError
      }
    self.init(status, "\(refusal.step.rawValue): \(refusal.reason)")
  }
}
