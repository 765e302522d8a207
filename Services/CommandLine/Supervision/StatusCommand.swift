import ArgumentParser
import Foundation
import Operations

/// `weir status`: one line per process.
struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Show the services: process, uptime, restarts, ready.",
    discussion: "Exit status 0 when all are ready, 1 when some are not, 3 when nothing runs.")

  func run() throws {
    let state = StateFolder(environment: ProcessInfo.processInfo.environment)
    guard ProcessLock.holder(of: SupervisorStatus.lockPath(state)) != nil else {
      printLine("not running; start with: weir up")
      throw ExitCode(3)
    }
    let status = SupervisorStatus(state) ?? SupervisorStatus(processes: [])
    printLine(String(status.table(state, now: Date().timeIntervalSince1970).dropLast()))
    if status.processes.isEmpty || !status.unready(state).isEmpty { throw ExitCode(1) }
  }
}
