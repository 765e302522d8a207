import Generation
import Scheduling
import TestSupport
import Testing

/// The scheduler against a model that checks every batch, for many seeds.
struct SchedulerSimulationTests {
  @Test(arguments: 0..<20)
  func `nothing starves, no token is lost or repeated, bounds hold`(block: Int) throws {
    for seed in UInt64(block * 100)..<UInt64(block * 100 + 100) {
      var simulation = Simulation(seed: seed)
      try simulation.run()
    }
  }
}

/// Random arrivals and cancellations against one scheduler.
private struct Simulation {
  let seed: UInt64
  var random: SeededGenerator
  var scheduler: Scheduler
  var model = CheckingModel()
  var submitted: [SequenceRequest] = []
  var cancelled: Set<SequenceID> = []
  var received: [SequenceID: [Int32]] = [:]
  var finished: [SequenceID: FinishReason] = [:]
  var refused = 0

  init(seed: UInt64) {
    self.seed = seed
    random = SeededGenerator(seed: seed)
    let slots = Int.random(in: 1...6, using: &random), pageTokens = Int.random(in: 1...8, using: &random)
    let pages = Int.random(in: 4...40, using: &random)
    scheduler = Scheduler(
      .init(
        slots: slots, pages: pages, pageTokens: pageTokens, contextTokens: pages * pageTokens,
        stepTokens: slots + Int.random(in: 1...20, using: &random), waitingMax: Int.random(in: 0...10, using: &random)))
  }

  mutating func run() throws {
    for _ in 0..<60 {
      arrive()
      cancelSomeone()
      step()
    }
    let workLeft = submitted.reduce(0) { $0 + $1.prompt.count + $1.tokensMax }
    for _ in 0..<workLeft where !scheduler.isIdle { step() }
    checkEnd()
  }

  private mutating func arrive() {
    for _ in 0..<Int.random(in: 0...2, using: &random) {
      let prompt = (0..<Int.random(in: 1...30, using: &random)).map { _ in Int32.random(in: 0..<50, using: &random) }
      let request = SequenceRequest(
        id: .init(request: UInt64(submitted.count + refused), choice: 0), prompt: prompt,
        tokensMax: Int.random(in: 1...12, using: &random), endIDs: [7])
      let isRoomInLine =
        scheduler.runningCount + scheduler.waitingCount < scheduler.limits.slots + scheduler.limits.waitingMax
      let fits = prompt.count + request.tokensMax - 1 <= scheduler.limits.contextTokens
      do {
        try scheduler.submit(request)
        #expect(isRoomInLine && fits, "seed \(seed)")
        submitted.append(request)
      } catch {
        #expect(!isRoomInLine || !fits, "seed \(seed)")
        refused += 1
      }
    }
  }

  private mutating func cancelSomeone() {
    guard Int.random(in: 0..<8, using: &random) == 0, let victim = submitted.randomElement(using: &random) else {
      return
    }
    scheduler.cancel(victim.id)
    if finished[victim.id] == nil { cancelled.insert(victim.id) }
  }

  private mutating func step() {
    let slices = scheduler.schedule()
    #expect(scheduler.isIdle == slices.isEmpty, "seed \(seed): work is there and none was scheduled")
    #expect(slices.reduce(0) { $0 + $1.slice.tokens.count } <= scheduler.limits.stepTokens)
    #expect(scheduler.runningCount <= scheduler.limits.slots)
    let tokens = model.run(slices, limits: scheduler.limits, seed: seed)
    // Cancelled while the step ran.
    if Bool.random(using: &random) { cancelSomeone() }
    for event in scheduler.complete(tokens) {
      #expect(!cancelled.contains(event.id) && finished[event.id] == nil, "seed \(seed): a token after the end")
      received[event.id, default: []].append(event.token)
      finished[event.id] = event.finish
    }
  }

  private func checkEnd() {
    #expect(scheduler.isIdle, "seed \(seed): someone starved")
    #expect(scheduler.freePageCount == scheduler.limits.pages, "seed \(seed): pages were lost")
    for request in submitted where !cancelled.contains(request.id) {
      let want = CheckingModel.continuation(of: request)
      #expect(received[request.id] == want, "seed \(seed)")
      #expect(finished[request.id] == (want.last == 7 ? .stop : .length), "seed \(seed)")
    }
    // A prompt of one token is decoded at once, beside the longer prompts before it.
    let single = Set(submitted.filter { $0.prompt.count == 1 }.map(\.id))
    let order = model.firstSeen.filter { !cancelled.contains($0) && !single.contains($0) }
    #expect(order == order.sorted(), "seed \(seed): someone was overtaken in line")
  }
}

/// Samples a token that depends on the sequence and position, and checks that batches are what a cache could compute.
private struct CheckingModel {
  private var computed: [SequenceID: Int] = [:]
  private var owner: [Int32: SequenceID] = [:]
  private(set) var firstSeen: [SequenceID] = []

  static func token(_ id: SequenceID, at position: Int) -> Int32 { Int32((Int(id.request) * 31 + position * 17) % 23) }

  static func continuation(of request: SequenceRequest) -> [Int32] {
    var tokens: [Int32] = []
    while tokens.count < request.tokensMax, tokens.last != 7 {
      tokens.append(token(request.id, at: request.prompt.count + tokens.count))
    }
    return tokens
  }

  mutating func run(
    _ slices: [ScheduledSlice], limits: SchedulerLimits, seed: UInt64
  ) -> [(id: SequenceID, token: Int32)] {
    let pages = slices.flatMap(\.slice.pages)
    #expect(Set(pages).count == pages.count, "seed \(seed): two sequences share a page")
    #expect(Set(slices.map(\.id)).count == slices.count, "seed \(seed): a sequence twice in one step")
    for item in slices {
      if computed[item.id] == nil { firstSeen.append(item.id) }
      let end = item.slice.position + item.slice.tokens.count
      #expect(item.slice.position == computed[item.id, default: 0], "seed \(seed): a gap in the cache")
      #expect(end <= item.slice.pages.count * limits.pageTokens, "seed \(seed): no page for a position")
      #expect(item.slice.pages.allSatisfy { (0..<Int32(limits.pages)).contains($0) })
      #expect(item.slice.logitsCount == (item.isSampled ? 1 : 0))
      computed[item.id] = end
    }
    return slices.filter(\.isSampled).map { ($0.id, Self.token($0.id, at: computed[$0.id]!)) }
  }
}
