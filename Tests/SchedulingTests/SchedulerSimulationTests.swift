import Generation
import Scheduling
import TestSupport
import Testing

/// The scheduler against a model whose answers depend on what the cache holds, for many seeds.
struct SchedulerSimulationTests {
  @Test(arguments: 0..<20)
  func `nothing starves, no token is lost or repeated, bounds hold`(block: Int) throws {
    for seed in UInt64(block * 100)..<UInt64(block * 100 + 100) {
      var simulation = Simulation(seed: seed)
      try simulation.run()
    }
  }

  @Test func `sharing, preemption, copies, guesses and restarts all come to pass`() throws {
    var total = (shared: 0, preemptions: 0, copies: 0, right: 0, restarts: 0)
    for seed in UInt64(0)..<200 {
      var simulation = Simulation(seed: seed)
      try simulation.run()
      let counters = simulation.scheduler.counters
      total.shared += counters.sharedTokens
      total.preemptions += counters.preemptions
      total.right += counters.rightTokens
      total.copies += simulation.copies
      total.restarts += simulation.restarts
    }
    #expect(total.shared > 1000 && total.preemptions > 100 && total.copies > 100 && total.right > 100, "\(total)")
    #expect(total.restarts > 100, "\(total)")
  }
}

/// Random arrivals and cancellations against one scheduler.
private struct Simulation {
  let seed: UInt64
  var random: SeededGenerator
  var scheduler: Scheduler
  var model = CacheModel()
  var submitted: [SequenceRequest] = []
  var cancelled: Set<UInt64> = []
  var received: [SequenceID: [Int32]] = [:]
  var finished: [SequenceID: FinishReason] = [:]
  var refused = 0, copies = 0, restarts = 0

  init(seed: UInt64) {
    self.seed = seed
    random = SeededGenerator(seed: seed)
    let slots = Int.random(in: 1...6, using: &random), pageTokens = Int.random(in: 1...8, using: &random)
    let pages = Int.random(in: 4...40, using: &random)
    scheduler = Scheduler(
      .init(
        slots: slots, pages: pages, pageTokens: pageTokens, contextTokens: pages * pageTokens,
        stepTokens: slots + Int.random(in: 1...20, using: &random), waitingMax: Int.random(in: 0...10, using: &random),
        guessedMax: Bool.random(using: &random) ? Int.random(in: 1...8, using: &random) : 0))
  }

  mutating func run() throws {
    for _ in 0..<60 {
      arrive()
      cancelSomeone()
      loseAllPages()
      step()
    }
    let workLeft = submitted.reduce(0) { $0 + ($1.prompt.count + $1.tokensMax) * $1.choices }
    for _ in 0..<workLeft * 2 where !scheduler.isIdle { step() }
    checkEnd()
  }

  private mutating func arrive() {
    for _ in 0..<Int.random(in: 0...2, using: &random) {
      let request = randomRequest()
      let taken = scheduler.runningCount + scheduler.waitingCount + request.choices
      let isRoomInLine = taken <= scheduler.limits.slots + scheduler.limits.waitingMax
      let fits = request.positions <= scheduler.limits.contextTokens && request.choices <= scheduler.limits.slots
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

  /// Often a prompt that begins as an earlier one does.
  private mutating func randomRequest() -> SequenceRequest {
    var prompt = (0..<Int.random(in: 1...30, using: &random)).map { _ in Int32.random(in: 0..<50, using: &random) }
    if let earlier = submitted.randomElement(using: &random), Bool.random(using: &random) {
      prompt = Array(earlier.prompt.prefix(Int.random(in: 1...30, using: &random))) + prompt.prefix(5)
    }
    let tenant = UInt8.random(in: 0...2, using: &random)
    return SequenceRequest(
      request: UInt64(submitted.count + refused), prompt: prompt, tokensMax: Int.random(in: 1...24, using: &random),
      endIDs: [7], choices: Int.random(in: 1...3, using: &random), tenant: [tenant],
      domain: tenant == 0 ? nil : PrefixDomain(salt: [tenant]))
  }

  private mutating func cancelSomeone() {
    guard Int.random(in: 0..<8, using: &random) == 0, let victim = submitted.randomElement(using: &random) else {
      return
    }
    scheduler.cancel(victim.request)
    if !(0..<victim.choices).allSatisfy({ finished[.init(request: victim.request, choice: $0)] != nil }) {
      cancelled.insert(victim.request)
    }
  }

  /// As when the engine goes on with another model.
  private mutating func loseAllPages() {
    guard Int.random(in: 0..<30, using: &random) == 0 else { return }
    scheduler.restart()
    model.forget()
    restarts += 1
    #expect(scheduler.freePageCount == scheduler.limits.pages, "seed \(seed): pages were kept")
  }

  private mutating func step() {
    let step = scheduler.schedule()
    copies += step.copies.count
    #expect(scheduler.isIdle == step.isEmpty, "seed \(seed): work is there and none was scheduled")
    #expect(step.slices.reduce(0) { $0 + $1.slice.tokens.count } <= scheduler.limits.stepTokens, "seed \(seed)")
    #expect(scheduler.runningCount <= scheduler.limits.slots)
    let sampled = model.run(step, submitted, limits: scheduler.limits, seed: seed)
    // Cancelled while the step ran.
    if Bool.random(using: &random) { cancelSomeone() }
    for event in scheduler.complete(sampled) {
      #expect(!cancelled.contains(event.id.request) && finished[event.id] == nil, "seed \(seed): a token after the end")
      received[event.id, default: []].append(event.token)
      finished[event.id] = event.finish
    }
  }

  private func checkEnd() {
    #expect(scheduler.isIdle, "seed \(seed): someone starved")
    #expect(scheduler.freePageCount == scheduler.limits.pages, "seed \(seed): pages were lost")
    for request in submitted where !cancelled.contains(request.request) {
      for choice in 0..<request.choices {
        let id = SequenceID(request: request.request, choice: choice)
        let want = CacheModel.continuation(of: request, choice: choice)
        #expect(received[id] == want, "seed \(seed)")
        #expect(finished[id] == (want.last == 7 ? .stop : .length), "seed \(seed)")
      }
    }
  }
}

/// A model whose state at a position is a digest of all tokens up to there, kept in the cache and nowhere else: whoever
/// is given a wrong page, or one that is not written yet, goes on with wrong tokens.
private struct CacheModel {
  private struct State: Hashable {
    var digest: UInt64
    var last: Int32

    func next(_ token: Int32) -> State {
      State(digest: (digest ^ UInt64(token + 1)) &* 0x9e37_79b9_7f4a_7c15, last: token)
    }

    /// Often one more than the last token, so that texts repeat themselves.
    func sample(_ choice: Int) -> Int32 {
      let mixed = (digest ^ UInt64(choice)) &* 0xbf58_476d_1ce4_e5b9 >> 32
      return mixed % 32 != 0 ? (last + 1) % 4 : Int32(mixed / 32 % 23)
    }
  }

  private struct Place: Hashable { let page: Int32, offset: Int }

  private var cache: [Place: State] = [:]

  mutating func forget() { cache = [:] }

  /// Texts of other domains begin in other states.
  private static func start(_ request: SequenceRequest) -> State {
    State(digest: request.domain.map { UInt64($0.salt[0]) } ?? 1000 + request.request, last: 0)
  }

  static func continuation(of request: SequenceRequest, choice: Int) -> [Int32] {
    var state = request.prompt.reduce(start(request)) { $0.next($1) }, tokens: [Int32] = []
    while tokens.count < request.tokensMax, tokens.last != 7 {
      tokens.append(state.sample(choice))
      state = state.next(tokens.last!)
    }
    return tokens
  }

  mutating func run(
    _ step: ScheduledStep, _ requests: [SequenceRequest], limits: SchedulerLimits, seed: UInt64
  ) -> [SampledTokens] {
    for copy in step.copies {
      for offset in 0..<limits.pageTokens {
        cache[Place(page: copy.to, offset: offset)] = cache[Place(page: copy.from, offset: offset)]
      }
    }
    checkWrites(step, limits, seed)
    return step.slices.flatMap { item -> [SampledTokens] in
      let request = requests.first { $0.request == item.id.request }!
      let rows = compute(item.slice, Self.start(request), limits)
      #expect(item.slice.logitsCount == (item.isSampled ? item.guesses.count + 1 : 0), "seed \(seed)")
      guard item.isSampled else { return [] }
      return ([item.id] + item.followers).map { id in
        SampledTokens(id: id, tokens: sample(rows.suffix(item.guesses.count + 1), item.guesses, id.choice))
      }
    }
  }

  private mutating func compute(_ slice: BatchSlice, _ start: State, _ limits: SchedulerLimits) -> [State] {
    func place(_ position: Int) -> Place {
      Place(page: slice.pages[position / limits.pageTokens], offset: position % limits.pageTokens)
    }
    let before = slice.position == 0 ? start : cache[place(slice.position - 1)] ?? State(digest: 0, last: -1)
    var states: [State] = [], state = before
    for (index, token) in slice.tokens.enumerated() {
      state = state.next(token)
      cache[place(slice.position + index)] = state
      states.append(state)
    }
    return states
  }

  private func sample(_ rows: ArraySlice<State>, _ guesses: ArraySlice<Int32>, _ choice: Int) -> [Int32] {
    var tokens: [Int32] = []
    for (row, guess) in zip(rows, guesses.map(Optional.some) + [nil]) {
      tokens.append(row.sample(choice))
      if tokens.last != guess { break }
    }
    return tokens
  }

  /// No slice may write what another reads or writes.
  private func checkWrites(_ step: ScheduledStep, _ limits: SchedulerLimits, _ seed: UInt64) {
    #expect(Set(step.slices.map(\.id)).count == step.slices.count, "seed \(seed): a sequence twice in one step")
    var writers: [Int32: SequenceID] = [:]
    for item in step.slices {
      let (first, end) = (item.slice.position, item.slice.position + item.slice.tokens.count)
      #expect(end <= item.slice.pages.count * limits.pageTokens, "seed \(seed): no page for a position")
      #expect(item.slice.pages.allSatisfy { (0..<Int32(limits.pages)).contains($0) })
      for page in item.slice.pages[first / limits.pageTokens...(end - 1) / limits.pageTokens] {
        #expect(writers.updateValue(item.id, forKey: page) == nil, "seed \(seed): two write on a page")
      }
    }
    for item in step.slices {
      let isAlone = item.slice.pages.allSatisfy { [item.id, nil].contains(writers[$0]) }
      #expect(isAlone, "seed \(seed): another writes on a page of \(item.id)")
    }
  }
}
