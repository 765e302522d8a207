/// How much one principal may use in a minute: two token buckets, one for requests and one for model tokens.
///
/// What a request may use at most is taken before it runs and the unused part is given back after it, so that requests
/// which run at once never use more than there is. Time is an argument: nanoseconds of a clock that does not go back.
///
/// Source: token bucket, ITU-T I.371; all integers, so that no rounding adds up.
public struct Quota: Sendable {
  /// Names one request's share until it is settled.
  public struct Reservation: Sendable, Hashable {
    let number: UInt64
  }

  public enum Answer: Sendable, Equatable {
    case granted(Reservation)
    /// Try again after so many nanoseconds.
    case refused(retryAfter: UInt64)
    /// More tokens than a full bucket holds: never.
    case tooLarge
  }

  private var requests: Bucket
  private var tokens: Bucket
  private var reserved: [UInt64: Int] = [:]
  private var nextNumber: UInt64 = 0

  /// Both buckets are full at first. Rates above the largest that a policy may give count as that.
  public init(requestsPerMinute: Int, tokensPerMinute: Int, now: UInt64) {
    requests = Bucket(perMinute: requestsPerMinute, now: now)
    tokens = Bucket(perMinute: tokensPerMinute, now: now)
  }

  /// Requests that run now.
  public var reservationCount: Int { reserved.count }

  /// Takes one request and the most tokens that it may use.
  public mutating func reserve(tokens count: Int, now: UInt64) -> Answer {
    requests.refill(now)
    tokens.refill(now)
    guard count <= tokens.perMinute else { return .tooLarge }
    let wait = max(requests.wait(for: 1), tokens.wait(for: max(0, count)))
    guard wait == 0 else { return .refused(retryAfter: wait) }
    requests.take(1)
    tokens.take(max(0, count))
    let reservation = Reservation(number: nextNumber)
    nextNumber += 1
    reserved[reservation.number] = max(0, count)
    return .granted(reservation)
  }

  /// Gives back what a finished request did not use. Settling twice gives nothing back twice.
  public mutating func settle(_ reservation: Reservation, tokensUsed: Int, now: UInt64) {
    guard let count = reserved.removeValue(forKey: reservation.number) else { return }
    tokens.refill(now)
    tokens.giveBack(count - min(max(0, tokensUsed), count))
  }
}

/// One token bucket. Levels are in units × nanoseconds of a minute, which makes refilling exact.
private struct Bucket: Sendable {
  static let minute: Int64 = 60_000_000_000

  let perMinute: Int
  private var level: Int64
  private var updated: UInt64

  init(perMinute: Int, now: UInt64) {
    self.perMinute = min(max(0, perMinute), ObligationLimits.tokensPerMinute.range.upperBound)
    level = Int64(self.perMinute) * Self.minute
    updated = now
  }

  private var capacity: Int64 { Int64(perMinute) * Self.minute }

  mutating func refill(_ now: UInt64) {
    guard now > updated else { return }
    // More than a minute fills the bucket; the bound keeps the product small.
    let elapsed = Int64(min(now - updated, UInt64(Self.minute)))
    level = min(capacity, level + elapsed * Int64(perMinute))
    updated = now
  }

  /// Nanoseconds until so many units are there.
  func wait(for units: Int) -> UInt64 {
    let missing = Int64(units) * Self.minute - level
    guard missing > 0, perMinute > 0 else { return missing > 0 ? .max : 0 }
    return UInt64((missing + Int64(perMinute) - 1) / Int64(perMinute))
  }

  mutating func take(_ units: Int) { level -= Int64(units) * Self.minute }

  mutating func giveBack(_ units: Int) { level = min(capacity, level + Int64(units) * Self.minute) }
}
