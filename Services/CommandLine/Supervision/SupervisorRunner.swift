import Foundation
import Glibc
import Operations

/// Performs what `Supervisor` says, on the main thread: one loop over signals, the children's output and time.
final class SupervisorRunner {
  private let state: StateFolder
  private let processes: [String: SupervisedProcess]
  private let environment: [String: String]
  private let logBytesMax: Int
  private let report: (String) -> Void
  private let began = ContinuousClock.now
  private var supervisor: Supervisor
  private var running: [String: (process: ChildProcess, startedAt: Date)] = [:]
  private var logs: [String: ChildLog] = [:]
  private var announced: Set<String> = []

  /// How often ready files are looked at while someone waits for them.
  private static let readyPollMilliseconds = 50

  /// - Parameter report: takes one line for the user.
  init(
    _ processes: [SupervisedProcess], state: StateFolder, environment: [String: String], limits: Supervisor.Limits,
    logBytesMax: Int, report: @escaping (String) -> Void
  ) {
    self.state = state
    self.processes = Dictionary(processes.map { ($0.instance, $0) }) { first, _ in first }
    self.environment = environment
    self.logBytesMax = logBytesMax
    self.report = report
    supervisor = Supervisor(processes.map { ($0.instance, $0.stage) }, limits: limits)
  }

  /// Returns when all was stopped as SIGTERM or SIGINT asked.
  func run(_ signals: SignalQueue) {
    var waiting = ProgressLine()
    while !supervisor.isFinished {
      perform(supervisor.advance(to: now))
      if supervisor.isFinished { break }
      announceReady()
      if let line = waiting.line(at: now, unready: supervisor.isStopping ? [] : unannounced) { report(line) }
      wait(for: signals)
      while let signal = signals.next() {
        if signal.isStopSignal { stop() }
      }
      for (name, log) in logs where !log.drain() { logs[name] = nil }
      reap()
    }
  }

  private var now: Duration { ContinuousClock.now - began }

  private func perform(_ actions: [Supervisor.Action]) {
    for action in actions {
      switch action {
      case .start(let name): start(name)
      case .terminate(let name): running[name]?.process.send(SIGTERM)
      case .kill(let name):
        report("\(name) does not stop: killing it")
        running[name]?.process.send(SIGKILL)
      }
    }
    if !actions.isEmpty { saveStatus() }
  }

  private func start(_ name: String) {
    guard let process = processes[name] else { return }
    Files.remove(state.readyFile(name))
    announced.remove(name)
    do {
      let child = try spawn(process)
      running[name] = (child, Date())
      record { () throws(OperationsError) in
        try Files.write(Array("\(child.pid)\n".utf8), to: state.pidFile(name))
      }
    } catch {
      report("\(name): \(error)")
      ended(name, status: 127)
    }
  }

  private func spawn(_ process: SupervisedProcess) throws(OperationsError) -> ChildProcess {
    let name = process.instance
    // The old log first gives its file back: the last run's output is complete.
    _ = logs.removeValue(forKey: name)?.drain()
    let (log, writeEnd) = try ChildLog.open(path: state.logFile(name), bytesMax: logBytesMax)
    defer { close(writeEnd) }
    let environment = environment.merging(["WEIR_INSTANCE": name]) { $1 }
    let child = try ChildProcess.start(process.executable, [], environment: environment, output: writeEnd)
    logs[name] = log
    return child
  }

  private func reap() {
    for (name, child) in running {
      guard let status = child.process.exitStatus() else { continue }
      _ = logs[name]?.drain()
      running[name] = nil
      Files.remove(state.pidFile(name))
      Files.remove(state.readyFile(name))
      ended(name, status: status)
    }
  }

  private func ended(_ name: String, status: Int32) {
    let actions = supervisor.ended(name, status: status, at: now, chance: .random(in: 0...1))
    if supervisor.isStopping {
      report("\(name) stopped")
    } else if case .waiting(let until)? = supervisor.children.first(where: { $0.name == name })?.state {
      report("\(name) ended with status \(status); again in \(tenths(until - now)) s (log: \(state.logFile(name)))")
    }
    perform(actions)
    saveStatus()
  }

  private func stop() {
    if !supervisor.isStopping { report("stopping") }
    perform(supervisor.stop(at: now))
  }

  private var unannounced: [String] { supervisor.children.map(\.name).filter { !announced.contains($0) } }

  private func announceReady() {
    for name in unannounced where FileManager.default.fileExists(atPath: state.readyFile(name)) {
      announced.insert(name)
      guard let child = running[name] else { continue }
      let elapsed = Duration.seconds(Date().timeIntervalSince(child.startedAt))
      report("\(name) is ready after \(tenths(elapsed)) s (process \(child.process.pid))")
    }
  }

  private func wait(for signals: SignalQueue) {
    let descriptors = [signals.descriptor] + logs.values.map(\.readEnd)
    var waited = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    poll(&waited, nfds_t(waited.count), Int32(waitMilliseconds))
  }

  private var waitMilliseconds: Int {
    let untilDeadline = supervisor.nextDeadline.map { max(0, Int((($0 - now).seconds * 1000).rounded(.up))) }
    let untilReadyPoll = unannounced.isEmpty ? nil : Self.readyPollMilliseconds
    return [untilDeadline, untilReadyPoll].compactMap { $0 }.min() ?? -1
  }

  private func saveStatus() {
    let entries = supervisor.children.map { child in
      SupervisorStatus.Process(
        name: child.name, pid: running[child.name]?.process.pid,
        startedAt: running[child.name]?.startedAt.timeIntervalSince1970, restarts: child.restarts,
        lastStatus: child.lastStatus)
    }
    record { () throws(OperationsError) in try SupervisorStatus(processes: entries).save(state) }
  }

  /// A full disk is told, and stops nobody: a supervisor that ended would take its children with it.
  private func record(_ write: () throws(OperationsError) -> Void) {
    do { try write() } catch { report("\(error)") }
  }
}

private func tenths(_ duration: Duration) -> String {
  duration.seconds.formatted(.number.precision(.fractionLength(1)))
}

extension Duration {
  var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
