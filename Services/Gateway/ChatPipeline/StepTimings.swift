/// How long each step of one request took.
public struct StepTimings: Sendable {
  public private(set) var milliseconds: [(step: Step, duration: Double)] = []
  private let now: @Sendable () -> ContinuousClock.Instant
  private var last: ContinuousClock.Instant

  init(now: @escaping @Sendable () -> ContinuousClock.Instant) {
    self.now = now
    last = now()
  }

  /// Says that `step` has just ended.
  mutating func mark(_ step: Step) {
    let instant = now()
    let (seconds, attoseconds) = (instant - last).components
    milliseconds.append((step, Double(seconds) * 1e3 + Double(attoseconds) * 1e-15))
    last = instant
  }
}
