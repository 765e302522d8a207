/// What became of the calls of several callers, each asking again as soon as it is answered.
struct Load: Sendable {
  private(set) var answered = 0
  private(set) var refused = 0
  /// The connection broke: only a gateway that went away may cause it.
  private(set) var broken = 0
  /// Neither an answer nor a refusal, such as a stream that just ended.
  private(set) var unclear: [HTTPAnswer] = []
  private(set) var longest = Duration.zero

  var calls: Int { answered + refused + broken + unclear.count }

  /// Half of the callers stream.
  static func run(_ installation: RunningInstallation, callers: Int = 4, for duration: Duration) async -> Load {
    let end = ContinuousClock.now + duration
    return await withTaskGroup(of: Load.self) { group in
      for caller in 0..<callers {
        group.addTask { await one(installation, isStreaming: caller.isMultiple(of: 2), until: end) }
      }
      return await group.reduce(into: Load()) { $0.add($1) }
    }
  }

  private static func one(
    _ installation: RunningInstallation, isStreaming: Bool, until end: ContinuousClock.Instant
  ) async -> Load {
    var load = Load()
    while ContinuousClock.now < end {
      let began = ContinuousClock.now
      let answer = await installation.ask(isStreaming: isStreaming)
      load.longest = max(load.longest, ContinuousClock.now - began)
      load.count(answer)
      // A refusal comes at once: without a pause the load would be of refusals only.
      if !answer.isAnswered { try? await Task.sleep(for: .milliseconds(50)) }
    }
    return load
  }

  private mutating func count(_ answer: HTTPAnswer) {
    if answer.isAnswered {
      answered += 1
    } else if answer.isRefused {
      refused += 1
    } else if answer.status == 0 {
      broken += 1
    } else {
      unclear.append(answer)
    }
  }

  private mutating func add(_ other: Load) {
    answered += other.answered
    refused += other.refused
    broken += other.broken
    unclear += other.unclear
    longest = max(longest, other.longest)
  }
}
