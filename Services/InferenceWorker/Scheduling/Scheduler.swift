internal import Generation

/// Continuous batching over a fixed number of slots and pages, without clock and without model: events in, actions out.
///
/// There is no prefill or decode phase: each sequence's computed count catches up with its token count (vLLM's rule).
/// A step takes one token of every decoding sequence first, then fills up with chunks of prompts in order of admission.
/// A sequence takes pages as it grows. When none are left, the one admitted last gives its pages up and begins again
/// when there is room, so that the first always gets on and nobody starves.
public struct Scheduler: Sendable {
  public let limits: SchedulerLimits
  public internal(set) var counters = SchedulerCounters()
  var waiting = FairQueue()
  /// In order of admission, both.
  var running: [Sequence] = []
  var preempted: [Sequence] = []
  var pages: PageStore
  private var copies: [PageCopy] = []
  /// Guesses of the present step.
  private var guessed: [SequenceID: Int] = [:]
  var nextTicket: UInt64 = 0

  public init(_ limits: SchedulerLimits) {
    self.limits = limits
    pages = PageStore(pages: limits.pages, pageTokens: limits.pageTokens)
  }

  /// Sequences in slots, and those without one.
  public var runningCount: Int { running.count }
  public var waitingCount: Int { waiting.sequenceCount + preempted.count }
  /// Pages that no sequence holds.
  public var freePageCount: Int { pages.availableCount }
  public var isIdle: Bool { running.isEmpty && preempted.isEmpty && waiting.next == nil }

  // MARK: Events

  /// Takes a request into the line.
  public mutating func submit(_ request: SequenceRequest) throws(SchedulingError) {
    guard !request.prompt.isEmpty, request.tokensMax > 0 else { throw .empty }
    guard request.positions <= limits.contextTokens else {
      throw .tooLong(tokens: request.prompt.count, tokensMax: request.tokensMax, contextTokens: limits.contextTokens)
    }
    guard (1...limits.slots).contains(request.choices) else {
      throw .tooManyChoices(choices: request.choices, choicesMax: limits.slots)
    }
    guard waitingCount + runningCount + request.choices <= limits.slots + limits.waitingMax else {
      throw .queueFull(sequencesMax: limits.slots + limits.waitingMax)
    }
    var request = request
    if !limits.sharesPrefixes { request.domain = nil }
    waiting.append(request)
  }

  /// Forgets a request: its slots and pages are free for the next step. Late results for it are dropped.
  public mutating func cancel(_ request: UInt64) {
    waiting.remove(request)
    for sequence in running where sequence.id.request == request { pages.release(sequence.pages) }
    running.removeAll { $0.id.request == request }
    preempted.removeAll { $0.id.request == request }
  }

  /// Ends one sequence before its time: its slot and pages are free for the next step.
  public mutating func end(_ id: SequenceID) {
    guard let index = position(of: id) else { return }
    pages.release(running.remove(at: index).pages)
  }

  /// Every page has lost what it held: what runs is to be computed again from its tokens, in the order it has.
  public mutating func restart() {
    for index in running.indices { running[index].restart(&pages) }
    pages = PageStore(pages: limits.pages, pageTokens: limits.pageTokens)
    (copies, guessed) = ([], [:])
  }

  /// What to compute next; empty when nothing is there to do.
  public mutating func schedule() -> ScheduledStep {
    admit()
    var step = ScheduledStep(copies: copies)
    (copies, guessed) = ([], [:])
    var budget = limits.stepTokens
    let order = decodingFirst()
    for id in order where budget > 0 {
      if let slice = takeSlice(id, budget: budget, &step) {
        budget -= slice.slice.tokens.count
        step.slices.append(slice)
      }
    }
    return step
  }

  /// Takes the tokens sampled after a step.
  public mutating func complete(_ sampled: [SampledTokens]) -> [TokenEvent] {
    for index in running.indices { running[index].publish(&pages) }
    for item in sampled { fork(item.id) }
    return sampled.flatMap { item -> [TokenEvent] in
      // Cancelled while the step ran.
      guard let index = position(of: item.id) else { return [] }
      let events = running[index].append(item.tokens, guessed: guessed[item.id] ?? 0)
      count(events, of: running[index])
      if events.last?.finish != nil { pages.release(running.remove(at: index).pages) }
      return events
    }
  }

  // MARK: Decisions

  /// Sequences that lack one token, then those that lack more, both in order of admission.
  private func decodingFirst() -> [SequenceID] {
    let active = running.filter { $0.leader == nil }
    return active.filter(\.isDecoding).map(\.id) + active.filter { !$0.isDecoding }.map(\.id)
  }

  private mutating func takeSlice(_ id: SequenceID, budget: Int, _ step: inout ScheduledStep) -> ScheduledSlice? {
    // Preempted for one before it.
    guard let index = position(of: id) else { return nil }
    counters.sharedTokens += running[index].share(&pages)
    let sequence = running[index]
    let end = reserve(index, upTo: min(sequence.tokens.count, sequence.computed + budget), &step)
    guard end > sequence.computed else { return nil }
    let guesses = guess(index, budget: budget - 1)
    guessed[id] = guesses.count
    var slice = running[index].takeSlice(to: end, guesses: guesses)
    if slice.isSampled { slice.followers = running.filter { $0.leader == id }.map(\.id) }
    charge(sequence, slice)
    return slice
  }

  /// Guesses only where nothing else would fill the step, and on pages that are there: rows that may be for nothing must
  /// not hold up a prompt, nor cost another its place.
  private mutating func guess(_ index: Int, budget: Int) -> [Int32] {
    guard limits.guessedMax > 0, running.allSatisfy(\.isDecoding) else { return [] }
    let sequence = running[index]
    let room = sequence.pages.count * limits.pageTokens - sequence.tokens.count
    return running[index].guess(max(0, min(limits.guessedMax / running.count, budget - running.count, room)))
  }

  /// Takes pages for the positions before `end`, from sequences admitted later if it must. Up to where there are pages.
  private mutating func reserve(_ index: Int, upTo end: Int, _ step: inout ScheduledStep) -> Int {
    while running[index].pages.count * limits.pageTokens < end {
      if let page = pages.take() {
        running[index].append(page: page)
      } else if let victim = running[(index + 1)...].lastIndex(where: { !$0.pages.isEmpty }) {
        step.slices.removeAll { $0.id == running[victim].id }
        preempt(victim)
      } else {
        return running[index].pages.count * limits.pageTokens
      }
    }
    return end
  }

  private mutating func fork(_ id: SequenceID) {
    guard let index = position(of: id), let leader = running[index].leader.flatMap(position(of:)) else { return }
    if let copy = running[index].fork(from: running[leader], &pages) { copies.append(copy) }
  }

  func position(of id: SequenceID) -> Int? { running.firstIndex { $0.id == id } }

  // MARK: Accounts

  private mutating func charge(_ sequence: Sequence, _ slice: ScheduledSlice) {
    let prompt = sequence.isDecoding ? 0 : slice.slice.tokens.count
    counters.computedTokens += prompt
    counters.guessedTokens += slice.guesses.count
    waiting.charge(sequence.request.tenant, prompt: prompt, answer: 0)
  }

  private mutating func count(_ events: [TokenEvent], of sequence: Sequence) {
    counters.rightTokens += events.count - 1
    waiting.charge(sequence.request.tenant, prompt: 0, answer: events.count)
  }
}
