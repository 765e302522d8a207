import Testing

@testable import RPC

@Suite struct RetryBudgetTests {
  static func time(_ seconds: Double) -> MonotonicTime { MonotonicTime(nanoseconds: Int64(seconds * 1e9)) }

  /// Retries granted of as many as are asked for, after so many calls and seconds.
  @Test(arguments: [
    (calls: 0, seconds: 0.0, granted: 10), (calls: 100, seconds: 0.0, granted: 30),
    (calls: 0, seconds: 5.0, granted: 60),
    (calls: 1_000_000, seconds: 1_000.0, granted: 100),
  ])
  func aFifthOfTheCallsAndTenASecond(calls: Int, seconds: Double, granted: Int) {
    var budget = RetryBudget(now: Self.time(0))
    for _ in 0..<calls { budget.callBegan() }
    var count = 0
    while budget.take(now: Self.time(seconds)) { count += 1 }
    #expect(count == granted)
  }
}

@Suite struct BackendPoolTests {
  let now = MonotonicTime(nanoseconds: 0)

  func pool(_ registrations: [Registration?]) -> BackendPool {
    var pool = BackendPool()
    for (peer, registration) in registrations.enumerated() { pool.add(peer, registration) }
    return pool
  }

  func serving(_ model: String, slots: UInt32 = 1, variants: [String] = []) -> Registration {
    Registration(instanceID: [], services: ["s"], model: model, slots: slots, variants: variants)
  }

  func picks(_ pool: BackendPool, model: String = "", tried: [PeerID] = []) -> Set<PeerID?> {
    var pool = pool
    var random = RandomSource(seed: 1)
    return Set(
      (0..<100).map { _ in pool.pick(service: "s", model: model, avoiding: tried, now: now, random: &random) })
  }

  @Test func onlyThoseThatServeTheModel() {
    let pool = pool([serving("a"), serving("b"), serving("a")])
    #expect(picks(pool, model: "a") == [0, 2])
    #expect(picks(pool, model: "b") == [1])
    #expect(picks(pool, model: "c") == [nil])
    #expect(picks(pool) == [0, 1, 2])
  }

  @Test func aVariantIsServedWhereItWasRegistered() {
    let pool = pool([serving("a"), serving("a", variants: ["a:law", "a:tax"]), serving("b", variants: ["b:law"])])
    #expect(picks(pool, model: "a") == [0, 1])
    #expect(picks(pool, model: "a:tax") == [1])
    #expect(picks(pool, model: "b:law") == [2])
    #expect(picks(pool, model: "b:tax") == [nil])
  }

  @Test func theLessLoadedOfTwo() {
    var pool = pool([serving("", slots: 4), serving("", slots: 4)])
    pool.began(0)
    #expect(picks(pool) == [1])
    pool.report(Load(running: 4, queued: 2), of: 1)
    #expect(picks(pool) == [0])
  }

  @Test func notThoseThatDrainOrWereTried() {
    var pool = pool([serving(""), serving(""), serving("")])
    pool.drain(1)
    #expect(picks(pool) == [0, 2])
    #expect(picks(pool, tried: [0]) == [2])
    // Better one that failed than none.
    #expect(picks(pool, tried: [0, 2]) == [0, 2])
  }

  @Test func fiveFailuresInARowEjectForAWhile() {
    var pool = pool([serving(""), serving("")])
    for _ in 0..<5 {
      pool.began(0)
      pool.ended(0, isFailure: true, now: now)
    }
    #expect(picks(pool) == [1])
    #expect(pool.backends[0]?.ejectedUntil == now + .seconds(5))
  }
}
