import Generation
import Scheduling
import Testing

/// Single decisions of the scheduler.
struct SchedulerTests {
  private let limits = SchedulerLimits(
    slots: 2, pages: 8, pageTokens: 4, contextTokens: 16, stepTokens: 6, waitingMax: 1)

  @Test func `a prompt is computed in chunks and sampled after the last`() throws {
    var scheduler = Scheduler(limits)
    try scheduler.submit(request(0, prompt: 8, tokensMax: 2))
    let first = scheduler.schedule().slices
    #expect(first.map(\.slice.tokens.count) == [6] && first.map(\.isSampled) == [false])
    #expect(scheduler.complete([]).isEmpty)
    let second = scheduler.schedule().slices
    #expect(second.map(\.slice.position) == [6] && second.map(\.isSampled) == [true])
    let event = scheduler.complete([sampled(0, 5)])
    #expect(event.map(\.token) == [5] && event.map(\.finish) == [nil])
    #expect(scheduler.schedule().slices.map(\.slice.tokens) == [[5]])
    #expect(scheduler.complete([sampled(0, 6)]).map(\.finish) == [.length])
    #expect(scheduler.isIdle && scheduler.freePageCount == 8)
  }

  @Test func `decoding goes on beside a long prompt`() throws {
    var scheduler = Scheduler(limits)
    try scheduler.submit(request(0, prompt: 1, tokensMax: 9))
    _ = scheduler.schedule()
    _ = scheduler.complete([sampled(0, 5)])
    try scheduler.submit(request(1, prompt: 12, tokensMax: 1))
    let step = scheduler.schedule().slices
    #expect(step.map(\.id) == [id(0), id(1)])
    #expect(step.map(\.slice.tokens.count) == [1, 5])
  }

  @Test func `logits of the prompt's last positions cross chunks`() throws {
    var scheduler = Scheduler(limits)
    try scheduler.submit(
      SequenceRequest(request: 0, prompt: prompt(8), tokensMax: 1, endIDs: [], promptLogits: 4))
    let first = scheduler.schedule().slices
    #expect(first.map(\.promptLogits) == [2] && first.map(\.slice.logitsCount) == [2])
    let second = scheduler.schedule().slices
    #expect(second.map(\.promptLogits) == [2] && second.map(\.slice.logitsCount) == [2])
  }

  @Test func `cancelling frees slot and pages for the next step`() throws {
    var scheduler = Scheduler(limits)
    for number in 0..<3 { try scheduler.submit(request(number, prompt: 2, tokensMax: 4)) }
    #expect(Set(scheduler.schedule().slices.map(\.id)) == [id(0), id(1)])
    scheduler.cancel(0)
    #expect(scheduler.complete([sampled(0, 1), sampled(1, 1)]).map(\.id) == [id(1)])
    #expect(Set(scheduler.schedule().slices.map(\.id)) == [id(1), id(2)])
  }

  @Test func `limits refuse by name`() throws {
    var scheduler = Scheduler(limits)
    #expect(throws: SchedulingError.empty) { try scheduler.submit(request(0, prompt: 0, tokensMax: 1)) }
    #expect(throws: SchedulingError.tooLong(tokens: 10, tokensMax: 8, contextTokens: 16)) {
      try scheduler.submit(request(0, prompt: 10, tokensMax: 8))
    }
    for number in 0..<3 { try scheduler.submit(request(number, prompt: 1, tokensMax: 1)) }
    #expect(throws: SchedulingError.queueFull(sequencesMax: 3)) {
      try scheduler.submit(request(3, prompt: 1, tokensMax: 1))
    }
  }

  private func id(_ number: Int) -> SequenceID { .init(request: UInt64(number), choice: 0) }
  private func sampled(_ number: Int, _ tokens: Int32...) -> SampledTokens { .init(id: id(number), tokens: tokens) }
  private func prompt(_ count: Int) -> [Int32] { (0..<Int32(count)).map { $0 } }
  private func request(_ number: Int, prompt count: Int, tokensMax: Int) -> SequenceRequest {
    .init(request: UInt64(number), prompt: prompt(count), tokensMax: tokensMax, endIDs: [])
  }
}
