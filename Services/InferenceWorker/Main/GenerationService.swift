internal import Constraints
internal import Contracts
internal import Generation
internal import Messaging
internal import Scheduling

/// weir.v1.Worker: continues cleared prompts, and nothing else.
final class GenerationService: Sendable {
  private let described: DescribeReply
  let engine: Engine
  private let gate: CallGate

  /// `adapters`: names of those that the model was loaded with, in their order.
  init(gate: CallGate, engine: Engine, adapters: [String] = []) {
    self.gate = gate
    self.engine = engine
    described = DescribeReply(
      model: gate.model, architecture: engine.model.architecture, precision: engine.model.precision,
      slots: UInt32(clamping: engine.configuration.slots), contextTokens: UInt32(clamping: engine.contextTokens),
      parameters: UInt64(clamping: engine.model.parameters), adapters: adapters,
      servesJSONSchema: engine.canConstrain)
  }

  /// What this worker is called by, and what it serves now.
  var description: DescribeReply {
    var reply = described
    reply.precision = engine.model.precision
    return reply
  }

  /// The service as the network offers it.
  var service: RPCService {
    RPCService(
      WorkerService.name,
      [
        WorkerService.generate: .serverStreaming { [self] _, payload, writer in
          try await generate(payload) { (chunk) throws(RPCError) in try await writer.write(chunk.wireBytes()) }
        },
        WorkerService.describe: .unary { [self] _, _ in description.wireBytes() },
      ])
  }

  /// Verifies the clearance, generates, and writes a chunk for each token. Ends early when its task is cancelled.
  ///
  /// - Throws: PERMISSION_DENIED for a call that was not cleared, INVALID_ARGUMENT for one that cannot be served,
  ///   RESOURCE_EXHAUSTED when the engine is full, UNAVAILABLE when it stops under way.
  func generate(
    _ payload: [UInt8], write: (GenerateChunk) async throws(RPCError) -> Void
  ) async throws(RPCError) {
    let request = try gate.decode(payload)
    _ = try adapter(of: request)
    let constraint = try constraint(of: request)
    try refuseIfFull(request)
    try gate.verify(request)
    var unfinished = Int(max(1, request.choices))
    for await token in try submit(request, constraint) {
      if token.finish != nil { unfinished -= 1 }
      try await write(chunk(of: token))
    }
    guard unfinished == 0 else {
      throw Task.isCancelled
        ? RPCError(.cancelled, "the caller no longer waits")
        : RPCError(.unavailable, "the worker is stopping or could not go on: the call may be made again")
    }
  }

  /// Before the clearance is used up, so that the call can be made again with the same one.
  private func refuseIfFull(_ request: GenerateRequest) throws(RPCError) {
    guard engine.isFull(choices: Int(max(1, request.choices)), tenant: request.tenantSalt) else { return }
    throw RPCError(.resourceExhausted, "the worker's slots and line (waitingMax) are full: try again later")
  }

  private func submit(
    _ request: GenerateRequest, _ constraint: Constraint?
  ) throws(RPCError) -> AsyncStream<GeneratedToken> {
    let adapter = try adapter(of: request)
    do throws(SchedulingError) {
      return try engine.submit(GenerationRequest(request, adapter: adapter, constraint: constraint))
    } catch {
      throw RPCError(error)
    }
  }

  /// - Throws: INVALID_ARGUMENT for an adapter that this worker does not have.
  private func adapter(of request: GenerateRequest) throws(RPCError) -> Int? {
    guard !request.adapter.isEmpty else { return nil }
    guard let number = description.adapters.firstIndex(of: request.adapter) else {
      throw RPCError(.invalidArgument, "the worker has no adapter of that name; it has \(description.adapters.count)")
    }
    return number
  }

  /// - Throws: INVALID_ARGUMENT for a schema that cannot be held exactly, naming keyword and place.
  private func constraint(of request: GenerateRequest) throws(RPCError) -> Constraint? {
    guard !request.jsonSchema.isEmpty else { return nil }
    do throws(ConstraintError) {
      return try engine.constraint(for: request.jsonSchema)
    } catch {
      throw RPCError(.invalidArgument, error.description)
    }
  }

  private func chunk(of token: GeneratedToken) -> GenerateChunk {
    GenerateChunk(
      choice: UInt32(clamping: token.choice), tokenID: token.token, text: engine.tokenBytes(token.token),
      logProbability: token.logProbability, finish: Contracts.FinishReason(token.finish),
      top: token.top.map {
        TokenLogProbability(
          tokenID: $0.token, text: engine.tokenBytes($0.token), logProbability: $0.logProbability)
      })
  }
}
