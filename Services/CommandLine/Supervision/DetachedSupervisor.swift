import Foundation
import Glibc
import Operations

/// `weir up` in the background: started in a session of its own, and watched until all are ready.
struct DetachedSupervisor {
  let state: StateFolder
  let environment: [String: String]

  /// Far above every honest start, models included; then the reason stands in a log.
  static let readySecondsMax = 120

  func start() throws {
    if let pid = ProcessLock.holder(of: SupervisorStatus.lockPath(state)) {
      return printLine("already running (process \(pid)); see: weir status")
    }
    Files.remove(SupervisorStatus.path(state))
    let log = open(state.logFile("weir-up"), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600 as mode_t)
    guard log >= 0 else { throw OperationsError.file(action: "open", path: state.logFile("weir-up"), errno: errno) }
    defer { close(log) }
    let supervisor = try ChildProcess.start(
      try executablesFolder() + "/weir", ["up"], environment: environment.merging(["WEIR_HOME": state.root]) { $1 },
      output: log, isDetached: true)
    try waitUntilReady(supervisor)
  }

  private func waitUntilReady(_ supervisor: ChildProcess) throws {
    let began = ContinuousClock.now
    var progress = ProgressLine()
    while true {
      let unready = SupervisorStatus(state)?.unready(state) ?? ["the supervisor"]
      let elapsed = ContinuousClock.now - began
      if unready.isEmpty { return printLine("all services are ready after \(elapsed.components.seconds) s") }
      if supervisor.exitStatus() != nil || elapsed.components.seconds >= Self.readySecondsMax {
        throw SupervisionError.notReady(unready, logs: state.log)
      }
      if let line = progress.line(at: elapsed, unready: unready) { printLine(line) }
      usleep(50_000)
    }
  }
}

/// Why the services are not as asked.
enum SupervisionError: Error, CustomStringConvertible {
  case notReady([String], logs: String)
  case doesNotStop(pid: Int32)

  var description: String {
    switch self {
    case .notReady(let names, let logs): "not ready: \(names.joined(separator: ", ")); the reason stands in \(logs)"
    case .doesNotStop(let pid): "process \(pid) does not stop; end it with: kill -9 \(pid)"
    }
  }
}
