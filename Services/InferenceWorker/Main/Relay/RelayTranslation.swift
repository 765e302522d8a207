import Contracts
import HTTPTransport
import Messaging
import Upstream

extension GenerateChunk {
  /// An upstream does not tell the ids of its tokens.
  init(_ token: UpstreamToken) {
    self.init(
      choice: UInt32(clamping: token.choice), text: Array(token.text.utf8),
      finish: Contracts.FinishReason(token.finish),
      tokens: UInt32(clamping: token.tokens))
  }
}

extension Contracts.FinishReason {
  fileprivate init(_ finish: UpstreamToken.Finish?) {
    switch finish {
    case nil: self = .none
    case .stop: self = .stop
    case .length: self = .length
    case .contentFilter: self = .contentFilter
    }
  }
}

extension UpstreamSampling {
  /// What is off is left out: not every server knows every field.
  init(_ sampling: Sampling) {
    self.init()
    temperature = sampling.temperature
    topP = (0.0..<1.0).contains(sampling.topP) && sampling.topP > 0 ? sampling.topP : nil
    topK = sampling.topK > 0 ? Int(sampling.topK) : nil
    minP = sampling.minP > 0 ? sampling.minP : nil
    repetitionPenalty = [0, 1].contains(sampling.repetitionPenalty) ? nil : sampling.repetitionPenalty
    frequencyPenalty = sampling.frequencyPenalty == 0 ? nil : sampling.frequencyPenalty
    presencePenalty = sampling.presencePenalty == 0 ? nil : sampling.presencePenalty
    logitBias = Dictionary(sampling.logitBias.map { ($0.tokenID, $0.bias) }) { $1 }
    seed = sampling.seed
  }
}

extension RelayService {
  /// The one place where an upstream's failures become RPC statuses. What may pass is ABORTED and not UNAVAILABLE: a
  /// gateway would make that call again, here for lack of another worker, and its clearance is used up.
  static func translated(_ error: any Error) -> RPCError {
    switch error {
    case let error as RPCError: error
    case let error as UpstreamError: RPCError(status(of: error), error.description)
    case is CancellationError: RPCError(.cancelled, "the caller no longer waits")
    default: RPCError(.internalError, "the call to the upstream failed")
    }
  }

  private static func status(of error: UpstreamError) -> StatusCode {
    switch error {
    case .transport(.deadlineExceeded): .deadlineExceeded
    case .transport(.badURL), .transport(.untrusted): .failedPrecondition
    case .transport, .failed, .brokenOff: .aborted
    case .status(400), .status(413), .status(422): .invalidArgument
    case .status(404): .notFound
    case .status(429), .busy: .resourceExhausted
    case .status(408), .status(500...599): .aborted
    case .status: .failedPrecondition
    case .malformed, .otherContent: .internalError
    case .cancelled: .cancelled
    }
  }
}
