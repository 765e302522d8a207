/// What a caller knows of one peer that serves calls.
struct Backend {
  /// Failures in a row after which a back end is left out for a while.
  static let failuresMax = 5
  static let ejection = Duration.seconds(5)
  static let ejectionMax = Duration.seconds(60)

  /// nil: a gateway, which serves whatever it is asked.
  var registration: Registration?
  var load = Load(running: 0, queued: 0)
  /// Our own calls it is running.
  var outstanding = 0
  var isDraining = false
  private var failures = 0
  private var ejections = 0
  private(set) var ejectedUntil = MonotonicTime(nanoseconds: .min)

  init(registration: Registration?) { self.registration = registration }

  func serves(model: String) -> Bool {
    model.isEmpty || registration?.serves(model: model) ?? true
  }

  /// Calls per slot, with what other gateways run there.
  var pressure: Double {
    let running = max(outstanding, Int(load.running))
    return Double(running + Int(load.queued)) / Double(max(1, registration?.slots ?? 1))
  }

  mutating func ended(isFailure: Bool, now: MonotonicTime) {
    outstanding -= 1
    guard isFailure else {
      failures = 0
      ejections = 0
      return
    }
    failures += 1
    if failures >= Self.failuresMax { eject(now: now) }
  }

  private mutating func eject(now: MonotonicTime) {
    failures = 0
    ejections += 1
    ejectedUntil = now + min(Self.ejectionMax, Self.ejection * ejections)
  }
}
