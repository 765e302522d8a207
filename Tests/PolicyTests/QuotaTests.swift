import TestSupport
import Testing

@testable import Policy

private let second: UInt64 = 1_000_000_000

@Suite struct QuotaTests {
  @Test("Tokens are taken before a request and given back after it")
  func reservesThenSettles() throws {
    var quota = Quota(requestsPerMinute: 100, tokensPerMinute: 1_000, now: 0)
    let first = try #require(quota.reserve(tokens: 600, now: 0).reservation)
    #expect(quota.reserve(tokens: 600, now: 0) == .refused(retryAfter: 12 * second))
    quota.settle(first, tokensUsed: 100, now: 0)
    #expect(quota.reserve(tokens: 600, now: 0).reservation != nil)
  }

  @Test func requestsRefill() {
    var quota = Quota(requestsPerMinute: 2, tokensPerMinute: 1_000, now: 0)
    #expect(quota.reserve(tokens: 1, now: 0).reservation != nil)
    #expect(quota.reserve(tokens: 1, now: 0).reservation != nil)
    #expect(quota.reserve(tokens: 1, now: 0) == .refused(retryAfter: 30 * second))
    #expect(quota.reserve(tokens: 1, now: 30 * second - 1) == .refused(retryAfter: 1))
    #expect(quota.reserve(tokens: 1, now: 30 * second).reservation != nil)
  }

  @Test func whatNeverFitsIsSaid() {
    var quota = Quota(requestsPerMinute: 2, tokensPerMinute: 1_000, now: 0)
    #expect(quota.reserve(tokens: 1_001, now: 0) == .tooLarge)
  }

  @Test("A reservation is settled once, and a clock that goes back gives nothing")
  func cannotBeTricked() throws {
    var quota = Quota(requestsPerMinute: 100, tokensPerMinute: 100, now: 100 * second)
    let reservation = try #require(quota.reserve(tokens: 100, now: 100 * second).reservation)
    quota.settle(reservation, tokensUsed: 50, now: 100 * second)
    quota.settle(reservation, tokensUsed: 0, now: 100 * second)
    #expect(quota.reserve(tokens: 51, now: 0).reservation == nil)
    #expect(quota.reserve(tokens: 50, now: 0).reservation != nil)
  }

  @Test("No window of any length uses more than a full bucket and what refilled in it", arguments: 0..<20)
  func neverOverspends(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let perMinute = Int.random(in: 1...500, using: &random)
    var quota = Quota(requestsPerMinute: 1_000_000, tokensPerMinute: perMinute, now: 0)
    var running: [(Quota.Reservation, Int)] = []
    var spent: [(time: UInt64, tokens: Int)] = []
    var now: UInt64 = 0
    for _ in 0..<400 {
      now += UInt64.random(in: 0...(5 * second), using: &random)
      let asked = Int.random(in: 0...perMinute, using: &random)
      if case .granted(let reservation) = quota.reserve(tokens: asked, now: now) {
        running.append((reservation, asked))
      }
      if Bool.random(using: &random), let (reservation, most) = running.popLast() {
        let used = Int.random(in: 0...most, using: &random)
        quota.settle(reservation, tokensUsed: used, now: now)
        spent.append((now, used))
      }
    }
    let used = spent.reduce(0) { $0 + $1.tokens }
    let available = UInt64(perMinute) + now * UInt64(perMinute) / (60 * second)
    #expect(UInt64(used + running.reduce(0) { $0 + $1.1 }) <= available)
    #expect(quota.reservationCount == running.count)
  }

  @Test("The largest quota does not overflow")
  func extremes() {
    var quota = Quota(requestsPerMinute: .max, tokensPerMinute: .max, now: 0)
    #expect(quota.reserve(tokens: 1_000_000, now: .max).reservation != nil)
    #expect(quota.reserve(tokens: .max, now: .max) == .tooLarge)
    var none = Quota(requestsPerMinute: 0, tokensPerMinute: 0, now: 0)
    #expect(none.reserve(tokens: 0, now: .max) == .refused(retryAfter: .max))
  }
}

extension Quota.Answer {
  var reservation: Quota.Reservation? {
    if case .granted(let reservation) = self { reservation } else { nil }
  }
}
