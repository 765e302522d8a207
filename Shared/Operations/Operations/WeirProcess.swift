internal import CProcess
internal import Foundation
import Glibc
public import Logging

/// What every process does alike: find its folder and settings, log, count, say that it is ready, stop when asked.
public struct WeirProcess: Sendable {
  public let role: Role
  /// Tells several processes of one role apart; the name of its files under `run/`.
  public let instance: String
  public let state: StateFolder
  public let configuration: Configuration
  public let keys: KeyStore
  public let logger: Logger
  public let metrics: MetricsRegistry
  private let signals: SignalQueue

  /// From a stop request to a forced end: above every drain, below a container runtime's 30 s.
  public static let stopSecondsMax = 25

  /// Runs a process's body and ends the process: status 0, or 78 when settings or keys are unusable, or 1.
  public static func run(_ role: Role, _ body: @Sendable (WeirProcess) async throws -> Void) async -> Never {
    do {
      let process = try WeirProcess(role, environment: ProcessInfo.processInfo.environment)
      process.logger.info("starting", metadata: ["pid": "\(getpid())"])
      try await body(process)
      process.logger.info("stopped")
      process.becomeUnready()
      exit(EXIT_SUCCESS)
    } catch {
      fail(role, error)
    }
  }

  init(_ role: Role, environment: [String: String]) throws(OperationsError) {
    let privacy = weir_process_keep_memory_private()
    guard privacy == 0 else { throw .file(action: "protect the memory of", path: role.executable, errno: -privacy) }
    // Before anything else, so that a stop request during a long start is not lost.
    signals = try SignalQueue()
    self.role = role
    instance = environment["WEIR_INSTANCE"] ?? role.executable
    state = StateFolder(environment: environment)
    try state.create()
    configuration = try Configuration(state, environment: environment)
    keys = KeyStore(state)
    let level = Logger.Level(rawValue: configuration.log.level) ?? .info
    let name = instance
    logger = Logger(label: name) { JSONLogHandler(label: $0, level: level) }
    metrics = MetricsRegistry()
  }

  /// Tells the supervisor, by a file, that requests can come.
  public func becomeReady() throws(OperationsError) {
    try Files.write(Array("\(getpid())\n".utf8), to: state.readyFile(instance))
    logger.info("ready")
  }

  public func becomeUnready() { Files.remove(state.readyFile(instance)) }

  /// Serves until asked to stop, then drains; throws what ended serving early. A drain that hangs ends the process.
  public func serve(
    _ serving: @escaping @Sendable () async throws -> Void, drain: @escaping @Sendable () async -> Void
  ) async throws {
    let stopping = Task { [logger, signals] in
      await StopSignal.wait(signals)
      logger.info("stopping")
      Self.endAfter(seconds: Self.stopSecondsMax)
      await drain()
    }
    defer { stopping.cancel() }
    try await serving()
  }

  private static func endAfter(seconds: Int) {
    detachThread {
      sleep(UInt32(seconds))
      _exit(EXIT_FAILURE)
    }
  }

  private static func fail(_ role: Role, _ error: any Error) -> Never {
    let logger = Logger(label: role.executable) { JSONLogHandler(label: $0, level: .info) }
    logger.critical("cannot go on", metadata: ["error": "\(error)"])
    exit(error is OperationsError ? EX_CONFIG : EXIT_FAILURE)
  }
}

/// sysexits.h: something was found in an unconfigured or misconfigured state.
private let EX_CONFIG: Int32 = 78
