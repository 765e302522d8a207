public import HTTPTransport

/// Why an upstream gave no answer, or no whole one. Never holds what was sent or received: an upstream's error may
/// repeat the prompt.
public enum UpstreamError: Error, Sendable, Equatable {
  case transport(HTTPError)
  /// An answer that is no completion, by its status.
  case status(Int)
  /// Not a stream of completion events.
  case malformed
  /// Tool calls, sound: what cannot be inspected is refused.
  case otherContent
  /// The upstream said that it failed, in the midst of its stream.
  case failed
  /// The stream ended before the answer did.
  case brokenOff
  /// More calls wait than may.
  case busy(waitingMax: Int)
  case cancelled
}

extension UpstreamError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .transport(let error): "upstream: \(error)"
    case .status(401), .status(403): "the upstream does not accept the worker's API key"
    case .status(402): "the upstream's account has no balance"
    case .status(404): "the upstream does not know the model or the route"
    case .status(429): "the upstream has too many requests; try again later"
    case .status(300..<400): "the upstream redirects; prompts are not sent on: correct its URL"
    case .status(let code): "the upstream answered with HTTP status \(code)"
    case .malformed: "the upstream's answer is no stream of completion events"
    case .otherContent: "the upstream answered with something that is not text"
    case .failed: "the upstream failed in the midst of its answer"
    case .brokenOff: "the upstream broke off its answer"
    case .busy(let waitingMax): "\(waitingMax) calls wait for the upstream, the limit: try again later"
    case .cancelled: "the caller no longer waits"
    }
  }
}
