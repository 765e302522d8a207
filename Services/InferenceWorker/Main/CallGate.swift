internal import Clearance
internal import Contracts
internal import Messaging
internal import Synchronization

/// Lets cleared calls in, and nothing else, whoever computes their answers.
final class CallGate: Sendable {
  /// The name that clearances must be made out to, with the adapter's where a call names one.
  let model: String
  private let verifier: Mutex<ClearanceVerifier>
  private let now: @Sendable () -> UInt64

  /// `now`: POSIX seconds.
  init(model: String, verifier: ClearanceVerifier, now: @escaping @Sendable () -> UInt64) {
    self.model = model
    self.verifier = Mutex(verifier)
    self.now = now
  }

  /// Throws INVALID_ARGUMENT for what is no request.
  func decode(_ payload: [UInt8]) throws(RPCError) -> GenerateRequest {
    do throws(ContractError) {
      return try GenerateRequest(wire: payload)
    } catch {
      throw RPCError(.invalidArgument, "GenerateRequest: \(error)")
    }
  }

  /// Uses up the request's clearance.
  ///
  /// - Throws: PERMISSION_DENIED for a call that was not cleared, RESOURCE_EXHAUSTED when too many calls were.
  func verify(_ request: GenerateRequest) throws(RPCError) {
    let clearance = Clearance(statement: request.clearance.statement, signature: request.clearance.signature)
    do throws(ClearanceError) {
      guard request.model == model else { throw .otherModel }
      _ = try verifier.withLock { (verifier) throws(ClearanceError) in
        try verifier.verify(
          clearance, promptIDBytes: TokenIDs.bytes(of: request.promptIDs),
          model: ServedName.of(model: model, adapter: request.adapter), maxTokens: request.maxTokens, now: now())
      }
    } catch {
      throw RPCError(error == .tooManyCalls ? .resourceExhausted : .permissionDenied, "\(error)")
    }
  }
}
