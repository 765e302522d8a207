/// Keeps retries from multiplying an overload: a fifth of the calls, and ten a second so that a quiet client may retry.
///
/// Source: Finagle's RetryBudget.
struct RetryBudget {
  /// In thousandths of a retry.
  static let perCall: Int64 = 200
  static let perSecond: Int64 = 10_000
  /// What may be saved up: ten seconds of the steady allowance.
  static let savedMax: Int64 = 100_000

  private var saved = perSecond
  private var refilledAt: MonotonicTime

  init(now: MonotonicTime) { refilledAt = now }

  mutating func callBegan() { saved = min(Self.savedMax, saved + Self.perCall) }

  /// Takes the right to one retry, if there is one.
  mutating func take(now: MonotonicTime) -> Bool {
    let milliseconds = max(0, now.nanoseconds - refilledAt.nanoseconds) / 1_000_000
    let refill = min(milliseconds, 1_000 * Self.savedMax / Self.perSecond) * Self.perSecond / 1_000
    saved = min(Self.savedMax, saved + refill)
    refilledAt = refilledAt + .milliseconds(milliseconds)
    guard saved >= 1_000 else { return false }
    saved -= 1_000
    return true
  }
}
