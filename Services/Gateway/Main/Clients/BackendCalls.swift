import ChatPipeline
import Contracts
import Messaging

/// Calls a back end and translates: contract values outside, domain values inside, RPC status to refusals.
struct BackendCalls: Sendable {
  let endpoint: GatewayEndpoint
  let service: String
  let step: Step

  func unary<Reply: WireMessage>(
    _ method: String, model: String? = nil, _ request: some WireMessage, timeout: Duration
  ) async throws(Refusal) -> Reply {
    do {
      let payload = try await endpoint.call(
        service, method, model: model, payload: request.wireBytes(), options: CallOptions(timeout: timeout))
      return try Reply(wire: payload)
    } catch {
      throw refusal(error)
    }
  }

  func refusal(_ error: any Error) -> Refusal {
    switch error {
    case let refusal as Refusal: refusal
    case let error as RPCError: Refusal(Self.status(error.status), at: step, "\(service): \(error.message)")
    case is CancellationError: Refusal(.cancelled, at: step, "the caller went away")
    default: Refusal(.internalFault, at: step, "\(service) gave an answer that cannot be read")
    }
  }

  private static func status(_ status: StatusCode) -> Refusal.Status {
    switch status {
    case .invalidArgument, .outOfRange: .invalidRequest
    case .notFound: .modelNotFound
    case .resourceExhausted: .rateLimited
    case .cancelled: .cancelled
    case .deadlineExceeded: .deadlineExceeded
    case .unavailable, .aborted: .unavailable
    default: .internalFault
    }
  }
}

/// How long the gateway waits for each back end.
enum BackendTimeouts {
  /// Encoding 1 MB takes milliseconds; the rest is queueing.
  static let tokenizer = Duration.seconds(10)
  static let knowledge = Duration.seconds(5)
  static let describe = Duration.seconds(5)
  /// A long answer on a small machine: 4,096 tokens at 10 tokens a second.
  static let generate = Duration.seconds(420)
}
