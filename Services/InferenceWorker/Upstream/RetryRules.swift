internal import HTTPTransport

/// When a call that failed before its first token is made again. Pure.
public struct RetryRules: Sendable, Equatable {
  /// Calls after the first.
  public var retriesMax = 2
  public var backoffFirst = Duration.milliseconds(250)
  public var backoffMax = Duration.seconds(8)
  /// An upstream that asks for more patience gets none: the gateway may know another worker.
  public var retryAfterMax = Duration.seconds(20)

  public init() {}

  /// How long to wait before retry `number`, from 0; nil when the call is not made again.
  ///
  /// `random`: from 0 to 1. Full jitter, so that calls which failed together do not come back together.
  ///
  /// Source: Brooker, "Exponential Backoff and Jitter", AWS Architecture Blog, 2015.
  func delay(after error: UpstreamError, number: Int, retryAfter: Duration?, random: Double) -> Duration? {
    guard number < retriesMax, Self.isTransient(error) else { return nil }
    if let retryAfter { return retryAfter <= retryAfterMax ? retryAfter : nil }
    let ceiling = min(backoffMax, backoffFirst * (1 << min(number, 16)))
    return ceiling * random
  }

  private static func isTransient(_ error: UpstreamError) -> Bool {
    switch error {
    case .transport(.cannotConnect), .transport(.brokenOff), .transport(.timedOut), .brokenOff, .failed: true
    case .status(408), .status(429), .status(500), .status(502), .status(503), .status(504): true
    default: false
    }
  }
}

/// Keeps retries from multiplying an overload: a fifth of the calls, and a few saved up so that a quiet worker may retry.
///
/// Source: Finagle's RetryBudget.
struct RetryAllowance {
  /// In fifths of a retry.
  private var fifths = savedMax
  private static let savedMax = 50

  mutating func callBegan() { fifths = min(Self.savedMax, fifths + 1) }

  /// Takes the right to one retry, if there is one.
  mutating func take() -> Bool {
    guard fifths >= 5 else { return false }
    fifths -= 5
    return true
  }
}
