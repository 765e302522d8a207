/// Who gets a slot, and who has to give one up.
extension Scheduler {
  /// Fills the slots: first with those that had to begin again, then by whose turn it is. Whoever is first is never
  /// overtaken, however much room it needs.
  mutating func admit() {
    while running.count < limits.slots, let first = preempted.first {
      guard hasRoom(for: first) else { return }
      insert(preempted.removeFirst())
    }
    while let next = waiting.next, running.count + next.choices <= limits.slots {
      let leader = Sequence(next, choice: 0, ticket: nextTicket, guessedMax: limits.guessedMax)
      guard hasRoom(for: leader) else { return }
      waiting.removeNext()
      for choice in 0..<next.choices {
        running.append(Sequence(next, choice: choice, ticket: nextTicket, guessedMax: limits.guessedMax))
        nextTicket += 1
      }
      counters.sharedTokens += running[running.count - next.choices].share(&pages)
    }
  }

  /// Frees the pages and the slot of a running sequence, which keeps its tokens.
  mutating func preempt(_ index: Int) {
    var victim = running.remove(at: index)
    victim.restart(&pages)
    counters.preemptions += 1
    preempted.insert(victim, at: preempted.firstIndex { $0.ticket > victim.ticket } ?? preempted.endIndex)
  }

  private mutating func insert(_ sequence: Sequence) {
    let index = running.firstIndex { $0.ticket > sequence.ticket } ?? running.endIndex
    running.insert(sequence, at: index)
    counters.sharedTokens += running[index].share(&pages)
  }

  /// Whether there are pages for all that the sequence has, and one more for each that holds some: or those would have to
  /// be taken back at once.
  private func hasRoom(for sequence: Sequence) -> Bool {
    var candidate = sequence, trial = pages
    _ = candidate.share(&trial)
    let needed = (sequence.tokens.count + limits.pageTokens - 1) / limits.pageTokens - candidate.pages.count
    return needed + running.count { !$0.pages.isEmpty } <= trial.availableCount
  }
}
