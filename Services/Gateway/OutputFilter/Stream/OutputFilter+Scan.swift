extension OutputFilter {
  /// Runs the automaton over the text that has just arrived.
  mutating func scan() {
    let cache = program.caches.take()
    defer { program.caches.giveBack(cache) }
    cache.makeRoom()
    var id = resume(in: cache)
    let classes = program.automaton.byteClasses
    var index = position.utf8 - releasedUTF8
    while index < held.count, !isStopped {
      let byte = held[index]
      let entryIndex = id * classes.count + Int(classes.classes[Int(byte)])
      var entry = cache.table[entryIndex]
      if entry == TransitionCache.unknown { entry = cache.compute(entryIndex) }
      apply(entry, at: entryIndex, from: id, byte, cache)
      id = Int(entry >> 2)
      checkHoldBack(cache.holdingGroups[id], id, cache)
      index += 1
      if cache.configurations.count >= TransitionCache.configurationsMax {
        let current = cache.configurations[id]
        cache.makeRoom()
        id = cache.id(of: current)
      }
    }
    configuration = cache.configurations[id]
    cached = (cache.generation, id)
    guard !isStopped else { return }
    hold = cache.holdingGroups[id] < 0 ? position : starts[cache.holdingGroups[id]]
  }

  private func resume(in cache: TransitionCache) -> TransitionCache.ConfigurationID {
    if let cached, cached.generation === cache.generation { return cached.id }
    return cache.id(of: configuration)
  }

  private mutating func apply(
    _ entry: Int32, at index: Int, from id: Int, _ byte: UInt8, _ cache: TransitionCache
  ) {
    switch TransitionCache.Registers(rawValue: entry & 0b11) {
    case .clear: starts.removeAll(keepingCapacity: true)
    case .fresh:
      starts.removeAll(keepingCapacity: true)
      starts.append(position)
    case .keep: break
    case .listed, nil:
      take(cache.step(at: index), from: cache.configurations[id], byte)
      return
    }
    position.advance(over: byte)
    if !covers.isEmpty { closeCovers(in: cache.configurations[Int(entry >> 2)]) }
  }

  /// A step that moves registers in some other way, or in which matches end.
  private mutating func take(_ step: Step, from configuration: Configuration, _ byte: UInt8) {
    let before = starts + [position]
    if let stop = stoppingHit(step.endingBefore, before) {
      return stopStream(at: stop, in: configuration, starts)
    }
    record(step.endingBefore, before, endingAt: position)
    starts = step.sources.map { before[$0] }
    position.advance(over: byte)
    if let stop = stoppingHit(step.endingWith, before) {
      record(step.endingWith, before, endingAt: position)
      return stopStream(at: stop, in: step.target, starts)
    }
    record(step.endingWith, before, endingAt: position)
    closeCovers(in: step.target)
  }

  private mutating func checkHoldBack(_ group: Int, _ id: Int, _ cache: TransitionCache) {
    guard group >= 0, !isStopped, position.utf8 - starts[group].utf8 > program.holdBackBytesMax else { return }
    let undecided = redactions.undecided(from: starts[group])
    guard position.utf8 - undecided.utf8 > program.holdBackBytesMax else { return }
    stopForHoldBack(from: undecided, in: cache.configurations[id])
  }
}
