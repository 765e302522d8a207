import ArgumentParser
import Foundation
import Glibc
import Operations

/// `weir down`: stops what `weir up` started.
struct DownCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "down", abstract: "Stop all services that `weir up` started.")

  /// Added to the two stages' grace.
  private static let marginSeconds = 5

  func run() throws {
    let environment = ProcessInfo.processInfo.environment
    let state = StateFolder(environment: environment)
    let lock = SupervisorStatus.lockPath(state)
    guard let pid = ProcessLock.holder(of: lock) else { return printLine("not running") }
    let grace = try Configuration(state, environment: environment).supervisor.stopGraceSeconds
    kill(pid, SIGTERM)
    try waitForEnd(pid, lock, seconds: 2 * grace + Self.marginSeconds)
    printLine("stopped")
  }

  private func waitForEnd(_ pid: Int32, _ lock: String, seconds: Int) throws {
    let began = ContinuousClock.now
    var progress = ProgressLine()
    while ProcessLock.holder(of: lock) != nil {
      let elapsed = ContinuousClock.now - began
      guard elapsed.components.seconds < seconds else { throw SupervisionError.doesNotStop(pid: pid) }
      if let line = progress.line(at: elapsed, unready: ["process \(pid) to stop"]) { printLine(line) }
      usleep(50_000)
    }
  }
}
