import Scheduling
import TestSupport
import Testing

/// Turns between tenants (Sheng et al. 2024): what one asks for must not make another wait for all of it.
struct FairnessTests {
  @Test func `a tenant with one request is next, however many another has in line`() throws {
    var scheduler = Scheduler(
      .init(slots: 1, pages: 16, pageTokens: 4, contextTokens: 32, stepTokens: 8, waitingMax: 40))
    for number in 0..<20 { try scheduler.submit(request(number, tenant: 1)) }
    // The first is running before the other tenant comes.
    let first = step(&scheduler).map(\.id.request)
    try scheduler.submit(request(20, tenant: 2))
    #expect(first == [0] && order(&scheduler).prefix(3) == [0, 20, 1])
  }

  @Test func `a tenant's own requests keep their order`() throws {
    var scheduler = Scheduler(
      .init(slots: 2, pages: 16, pageTokens: 4, contextTokens: 32, stepTokens: 8, waitingMax: 40))
    for number in 0..<12 { try scheduler.submit(request(number, tenant: UInt8(number % 3))) }
    let order = order(&scheduler)
    for tenant in 0..<3 { #expect(order.filter { $0 % 3 == tenant } == (0..<4).map { UInt64($0 * 3 + tenant) }) }
  }

  @Test(arguments: 0..<50)
  func `tenants that always have work get equal shares, within what runs at once`(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let slots = Int.random(in: 1...4, using: &random)
    var scheduler = Scheduler(
      .init(slots: slots, pages: 64, pageTokens: 4, contextTokens: 64, stepTokens: 16, waitingMax: 20))
    let sizes: [(prompt: Int, tokensMax: Int)] = (0..<3).map { _ in
      (Int.random(in: 1...30, using: &random), Int.random(in: 1...20, using: &random))
    }
    var number = 0, open = [0, 0, 0], served = [0, 0, 0], tenants: [UInt64: Int] = [:]
    for _ in 0..<1500 {
      for tenant in 0..<3 {
        for _ in open[tenant]..<slots + 2 {
          try scheduler.submit(request(number, tenant: UInt8(tenant), sizes[tenant].prompt, sizes[tenant].tokensMax))
          tenants[UInt64(number)] = tenant
          number += 1
        }
        open[tenant] = slots + 2
      }
      for event in step(&scheduler) where event.finish != nil {
        let tenant = tenants[event.id.request]!
        open[tenant] -= 1
        served[tenant] += sizes[tenant].prompt + 2 * sizes[tenant].tokensMax
      }
    }
    let largest = sizes.map { $0.prompt + 2 * $0.tokensMax }.max()!
    #expect(served.max()! - served.min()! <= 2 * (slots + 2) * largest, "\(served) of \(sizes) in \(slots) slots")
  }

  private func request(_ number: Int, tenant: UInt8, _ prompt: Int = 3, _ tokensMax: Int = 4) -> SequenceRequest {
    SequenceRequest(
      request: UInt64(number), prompt: Array(repeating: 1, count: prompt), tokensMax: tokensMax, endIDs: [],
      tenant: [tenant])
  }

  /// Requests by when their first token came.
  private func order(_ scheduler: inout Scheduler) -> [UInt64] {
    var order: [UInt64] = []
    while !scheduler.isIdle {
      for event in step(&scheduler) where !order.contains(event.id.request) { order.append(event.id.request) }
    }
    return order
  }

  private func step(_ scheduler: inout Scheduler) -> [TokenEvent] {
    let step = scheduler.schedule()
    return scheduler.complete(step.slices.filter(\.isSampled).map { .init(id: $0.id, tokens: [1]) })
  }
}
