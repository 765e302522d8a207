internal import Contracts
internal import Generation
internal import Messaging
internal import Scheduling

/// weir.v1.Worker: continues cleared prompts, and nothing else.
final class GenerationService: Sendable {
  /// What this worker is called by, and what it serves.
  let description: DescribeReply
  let engine: Engine
  private let tokenBytes: @Sendable (Int32) -> [UInt8]
  private let gate: CallGate

  /// `tokenBytes`: the bytes that a token adds to the text; none for control tokens.
  init(gate: CallGate, engine: Engine, tokenBytes: @escaping @Sendable (Int32) -> [UInt8]) {
    self.gate = gate
    self.engine = engine
    self.tokenBytes = tokenBytes
    description = DescribeReply(
      model: gate.model, architecture: engine.model.architecture, precision: engine.model.precision,
      slots: UInt32(clamping: engine.configuration.slots), contextTokens: UInt32(clamping: engine.contextTokens),
      parameters: UInt64(clamping: engine.model.parameters))
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
    try refuseIfFull(request)
    try gate.verify(request)
    var unfinished = Int(max(1, request.choices))
    for await token in try submit(request) {
      if token.finish != nil { unfinished -= 1 }
      try await write(chunk(of: token))
    }
    guard unfinished == 0 else {
      throw Task.isCancelled
        ? RPCError(.cancelled, "the caller no longer waits")
        : RPCError(.unavailable, "the worker is stopping: the call may be made again")
    }
  }

  /// Before the clearance is used up, so that the call can be made again with the same one.
  private func refuseIfFull(_ request: GenerateRequest) throws(RPCError) {
    guard engine.isFull(choices: Int(max(1, request.choices))) else { return }
    throw RPCError(.resourceExhausted, "the worker's slots and line (waitingMax) are full: try again later")
  }

  private func submit(_ request: GenerateRequest) throws(RPCError) -> AsyncStream<GeneratedToken> {
    do throws(SchedulingError) {
      return try engine.submit(GenerationRequest(request))
    } catch {
      throw RPCError(error)
    }
  }

  private func chunk(of token: GeneratedToken) -> GenerateChunk {
    GenerateChunk(
      choice: UInt32(clamping: token.choice), tokenID: token.token, text: tokenBytes(token.token),
      logProbability: token.logProbability, finish: Contracts.FinishReason(token.finish))
  }
}
