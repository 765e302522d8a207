/// Keeps processes running: what to start, stop and kill, given who ended and what time it is. No processes, no clock.
///
/// A process that ends is started again after a delay that doubles from `Limits.delayFirst` to `Limits.delayMax`, less
/// up to half of it by chance, and begins small again once it ran for `Limits.stableAfter`. Stopping goes stage by stage,
/// so that the gateway can finish its calls while the back ends still answer.
struct Supervisor {
  struct Limits: Sendable, Equatable {
    var delayFirst = Duration.milliseconds(250)
    var delayMax = Duration.seconds(30)
    var stableAfter = Duration.seconds(30)
    /// From SIGTERM to SIGKILL.
    var stopGrace = Duration.seconds(10)
  }

  enum Action: Equatable {
    case start(String)
    case terminate(String)
    case kill(String)
  }

  enum State: Equatable {
    case waiting(until: Duration)
    case running(since: Duration)
    case stopping(killAt: Duration)
    case killed
    case stopped
  }

  struct Child {
    let name: String
    /// Lower stages stop first.
    let stage: Int
    var state = State.waiting(until: .zero)
    var restarts = 0
    /// Ends in a row without a stable run between them.
    var failures = 0
    var lastStatus: Int32?

    /// Whether there is a process.
    var isAlive: Bool {
      switch state {
      case .running, .stopping, .killed: true
      case .waiting, .stopped: false
      }
    }
  }

  private(set) var children: [Child]
  private(set) var isStopping = false
  private let limits: Limits

  init(_ processes: [(name: String, stage: Int)], limits: Limits = Limits()) {
    children = processes.map { Child(name: $0.name, stage: $0.stage) }
    self.limits = limits
  }

  /// Everything was stopped as asked.
  var isFinished: Bool { isStopping && children.allSatisfy { $0.state == .stopped } }

  /// When `advance` has something to do without any other event.
  var nextDeadline: Duration? {
    children.compactMap { child in
      switch child.state {
      case .waiting(let time), .stopping(let time): time
      case .running, .killed, .stopped: nil
      }
    }.min()
  }

  /// Time has passed, since the supervisor began.
  mutating func advance(to now: Duration) -> [Action] {
    children.indices.compactMap { index in
      switch children[index].state {
      case .waiting(let time) where time <= now:
        children[index].state = .running(since: now)
        return .start(children[index].name)
      case .stopping(let time) where time <= now:
        children[index].state = .killed
        return .kill(children[index].name)
      default: return nil
      }
    }
  }

  /// A process ended or could not be started.
  ///
  /// - Parameter chance: from 0 to 1, so that processes which ended together do not all start together.
  mutating func ended(_ name: String, status: Int32, at now: Duration, chance: Double) -> [Action] {
    guard let index = children.firstIndex(where: { $0.name == name && $0.isAlive }) else { return [] }
    children[index].lastStatus = status
    if isStopping {
      children[index].state = .stopped
      return stopNextStage(at: now)
    }
    if case .running(let since) = children[index].state, now - since >= limits.stableAfter {
      children[index].failures = 0
    }
    let delay = delay(failures: children[index].failures) * (1 - chance / 2)
    children[index].failures += 1
    children[index].restarts += 1
    children[index].state = .waiting(until: now + delay)
    return []
  }

  /// Stop all. Asked a second time: at once.
  mutating func stop(at now: Duration) -> [Action] {
    if isStopping { return killAll() }
    isStopping = true
    for index in children.indices where !children[index].isAlive { children[index].state = .stopped }
    return stopNextStage(at: now)
  }

  private mutating func stopNextStage(at now: Duration) -> [Action] {
    let stage = children.filter(\.isAlive).map(\.stage).min()
    return children.indices.compactMap { index in
      guard case .running = children[index].state, children[index].stage == stage else { return nil }
      children[index].state = .stopping(killAt: now + limits.stopGrace)
      return .terminate(children[index].name)
    }
  }

  private mutating func killAll() -> [Action] {
    children.indices.compactMap { index in
      guard children[index].isAlive, children[index].state != .killed else { return nil }
      children[index].state = .killed
      return .kill(children[index].name)
    }
  }

  private func delay(failures: Int) -> Duration {
    // Past 2³⁰ doublings every delay is the largest; the bound keeps the shift defined.
    min(limits.delayFirst * (1 << min(failures, 30)), limits.delayMax)
  }
}
