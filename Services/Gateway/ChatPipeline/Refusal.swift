/// Why a request got no answer: a decision with a reason, made by one step. Holds no word of the caller's text.
public struct Refusal: Error, Sendable, Equatable {
  /// What the caller may do about it; fronts translate it to HTTP or RPC codes.
  public enum Status: String, Sendable, CaseIterable {
    case invalidRequest, unauthenticated, forbidden, modelNotFound, rateLimited, cancelled, unavailable,
      deadlineExceeded
    case internalFault
  }

  public let status: Status
  public let step: Step
  public let reason: String

  public init(_ status: Status, at step: Step, _ reason: String) {
    self.status = status
    self.step = step
    self.reason = reason
  }
}

/// The steps of one request, in order.
public enum Step: String, Sendable, CaseIterable {
  case decode, authenticate, permit, deidentify, retrieve, assemble, tokenize
  case recordIntent = "record_intent"
  case clear, generate, filter, reidentify
  case recordOutcome = "record_outcome"
}
