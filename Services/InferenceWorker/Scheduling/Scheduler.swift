internal import Generation

/// Continuous batching over a fixed number of slots, without clock and without model: events in, actions out.
///
/// There is no prefill or decode phase: each sequence's computed count catches up with its token count (vLLM's rule).
/// A step takes one token of every decoding sequence first, then fills up with chunks of prompts in order of arrival.
/// Sequences enter in order of arrival when a slot and pages for their longest possible length are free, so that the
/// cache never runs out and nobody starves: whoever is first in line gets the next pages that come back.
public struct Scheduler: Sendable {
  public let limits: SchedulerLimits
  private var waiting: [SequenceRequest] = []
  private var running: [Sequence] = []
  private var freePages: [Int32]

  public init(_ limits: SchedulerLimits) {
    self.limits = limits
    freePages = (0..<Int32(limits.pages)).reversed()
  }

  /// Sequences in slots, and in line.
  public var runningCount: Int { running.count }
  public var waitingCount: Int { waiting.count }
  public var freePageCount: Int { freePages.count }
  public var isIdle: Bool { running.isEmpty && waiting.isEmpty }

  // MARK: Events

  /// Takes a sequence into the line.
  public mutating func submit(_ request: SequenceRequest) throws(SchedulingError) {
    guard !request.prompt.isEmpty, request.tokensMax > 0 else { throw .empty }
    guard request.positions <= limits.contextTokens else {
      throw .tooLong(tokens: request.prompt.count, tokensMax: request.tokensMax, contextTokens: limits.contextTokens)
    }
    guard waiting.count + running.count < limits.slots + limits.waitingMax else {
      throw .queueFull(sequencesMax: limits.slots + limits.waitingMax)
    }
    waiting.append(request)
  }

  /// Forgets a sequence: its slot and pages are free for the next step. Late results for it are dropped.
  public mutating func cancel(_ id: SequenceID) {
    waiting.removeAll { $0.id == id }
    guard let index = running.firstIndex(where: { $0.request.id == id }) else { return }
    freePages += running.remove(at: index).pages
  }

  /// What to compute next; empty when nothing is there to do.
  public mutating func schedule() -> [ScheduledSlice] {
    admit()
    var budget = limits.stepTokens
    return decodingFirst().compactMap { running[$0].takeSlice(budget: &budget) }
  }

  /// Takes the tokens sampled after a step.
  public mutating func complete(_ tokens: [(id: SequenceID, token: Int32)]) -> [TokenEvent] {
    tokens.compactMap { id, token in
      // Cancelled while the step ran.
      guard let index = running.firstIndex(where: { $0.request.id == id }) else { return nil }
      let finish = running[index].append(token)
      if finish != nil { freePages += running.remove(at: index).pages }
      return TokenEvent(id: id, token: token, finish: finish)
    }
  }

  // MARK: Decisions

  private mutating func admit() {
    while running.count < limits.slots, let next = waiting.first {
      let needed = (next.positions + limits.pageTokens - 1) / limits.pageTokens
      guard needed <= freePages.count else { return }
      let pages = Array(freePages.suffix(needed))
      freePages.removeLast(needed)
      running.append(Sequence(next, pages: pages))
      waiting.removeFirst()
    }
  }

  /// Places of the running sequences: those that lack one token, then those that lack more, both in order of arrival.
  private func decodingFirst() -> [Int] {
    running.indices.filter { running[$0].missing == 1 } + running.indices.filter { running[$0].missing > 1 }
  }
}

extension SequenceRequest {
  /// Positions that the cache must hold: the last token is never computed.
  var positions: Int { prompt.count + tokensMax - 1 }
}
