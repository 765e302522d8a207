/// A reading of a monotonic clock in nanoseconds. The state machines never read a clock: every event carries one.
public struct MonotonicTime: Sendable, Hashable, Comparable {
  public var nanoseconds: Int64

  public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  public static let distantFuture = MonotonicTime(nanoseconds: .max)

  public static func < (a: Self, b: Self) -> Bool { a.nanoseconds < b.nanoseconds }

  /// Saturates, so that an absurd timeout from a peer is a far deadline and no overflow.
  public static func + (time: Self, interval: Duration) -> Self {
    let (sum, overflow) = time.nanoseconds.addingReportingOverflow(interval.wholeNanoseconds)
    return MonotonicTime(nanoseconds: overflow ? .max : sum)
  }

  public static func - (a: Self, b: Self) -> Duration { .nanoseconds(a.nanoseconds - b.nanoseconds) }

  /// Milliseconds from `now` to this time, rounded up so that a deadline is never shortened to "none" (0).
  func wholeMilliseconds(from now: MonotonicTime) -> UInt32 {
    let left = max(0, nanoseconds - now.nanoseconds)
    return UInt32(clamping: (left + 999_999) / 1_000_000)
  }
}

extension Duration {
  var wholeNanoseconds: Int64 {
    let (seconds, attoseconds) = components
    let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, overflowOfSum) = product.addingReportingOverflow(attoseconds / 1_000_000_000)
    return overflow || overflowOfSum ? .max : sum
  }
}
