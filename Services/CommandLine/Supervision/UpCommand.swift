import ArgumentParser
import Foundation
import Operations

/// `weir up`: starts the four processes and keeps them running.
struct UpCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "up", abstract: "Start all services and keep them running; Ctrl-C stops them.")

  @Flag(help: "Return once all are ready and leave them running.")
  var detach = false

  /// The supervisor's loop runs on the main thread, whose end is what tells the kernel to kill the children.
  func run() throws {
    let environment = ProcessInfo.processInfo.environment
    let state = StateFolder(environment: environment)
    try state.create()
    let configuration = try Configuration(state, environment: environment)
    let processes = SupervisedProcess.all(configuration, folder: try executablesFolder())
    try requireExecutables(processes)
    try KeyStore(state).createAll()
    _ = try APIKeys.local(state)
    if detach {
      try DetachedSupervisor(state: state, environment: environment).start()
    } else {
      try supervise(processes, state, configuration, environment)
    }
  }

  private func supervise(
    _ processes: [SupervisedProcess], _ state: StateFolder, _ configuration: Configuration,
    _ environment: [String: String]
  ) throws {
    let lock = try ProcessLock(path: SupervisorStatus.lockPath(state), name: "weir up")
    var limits = Supervisor.Limits()
    limits.stopGrace = .seconds(configuration.supervisor.stopGraceSeconds)
    // A crash report would show memory, and with it identified text.
    let inherited = environment.merging(["WEIR_HOME": state.root, "SWIFT_BACKTRACE": "enable=no"]) { $1 }
      .merging(NumericKernels.environment(environment, cpuinfo: NumericKernels.cpuinfo)) { $1 }
    let runner = SupervisorRunner(
      processes, state: state, environment: inherited, limits: limits, logBytesMax: configuration.log.fileBytesMax,
      report: printLine)
    runner.run(try SignalQueue())
    Files.remove(SupervisorStatus.path(state))
    _ = consume lock
  }

  private func requireExecutables(_ processes: [SupervisedProcess]) throws {
    for process in processes where !FileManager.default.isExecutableFile(atPath: process.executable) {
      throw OperationsError.missing(path: process.executable, advice: "build it with: swift build -c release")
    }
  }
}

/// The folder of this executable: the others lie beside it.
func executablesFolder() throws -> String {
  let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
  return (own as NSString).deletingLastPathComponent
}

/// At once, also into a pipe or file.
func printLine(_ text: String) {
  FileHandle.standardOutput.write(Data("\(text)\n".utf8))
}
