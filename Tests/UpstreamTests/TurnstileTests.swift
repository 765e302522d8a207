import Testing

@testable import Upstream

@Suite struct TurnstileTests {
  @Test func oneWaitsAndTheNextIsRefused() async throws {
    let turnstile = Turnstile(runningMax: 1, waitingMax: 1)
    try await turnstile.enter()
    let waiting = Task { try await turnstile.enter() }
    while turnstile.load.waiting == 0 { await Task.yield() }
    #expect(turnstile.isFull)
    await #expect(throws: UpstreamError.busy(waitingMax: 1)) { try await turnstile.enter() }
    turnstile.leave()
    try await waiting.value
    #expect(turnstile.load == (1, 0))
    turnstile.leave()
    #expect(turnstile.load == (0, 0))
  }

  @Test func whoIsCancelledInTheLineLeavesIt() async throws {
    let turnstile = Turnstile(runningMax: 1, waitingMax: 1)
    try await turnstile.enter()
    let waiting = Task { try await turnstile.enter() }
    while turnstile.load.waiting == 0 { await Task.yield() }
    waiting.cancel()
    await #expect(throws: UpstreamError.cancelled) { try await waiting.value }
    #expect(turnstile.load == (1, 0))
  }

  @Test func manyCallsNeverRunMoreThanTheLimitAtOnce() async throws {
    let turnstile = Turnstile(runningMax: 3, waitingMax: 100)
    try await withThrowingTaskGroup { group in
      for _ in 0..<100 {
        group.addTask {
          try await turnstile.enter()
          #expect(turnstile.load.running <= 3)
          await Task.yield()
          turnstile.leave()
        }
      }
      try await group.waitForAll()
    }
    #expect(turnstile.load == (0, 0))
  }
}
