import Foundation
import Glibc
import TestSupport
import Testing

/// The real processes over a state folder of their own, kept running by `weir up` as a user's are.
final class RunningInstallation: @unchecked Sendable {
  // Sendable because nothing changes after `init`; a test stops it once.
  let home: URL
  let httpPort = freePort()
  let rpcPort = freePort()
  let key: String
  private let settings: [String: String]
  private let supervisor = Process()

  static let services = ["weir-gateway", "weir-tokenizer", "weir-knowledge", "weir-worker"]
  static let model = "weir-medical-mini"
  /// Far above what a busy machine needs for anything here: past it, something hangs.
  static let patience = Duration.seconds(60)

  /// `editingPolicy` changes the shipped policy before the gateway reads it; `configuration` becomes its weir.yaml;
  /// `preparing` may add to the folder before anything starts.
  init(
    configuration: String = "", editingPolicy: (String) -> String = { $0 }, preparing: (URL) throws -> Void = { _ in }
  ) async throws {
    home = FileManager.default.temporaryDirectory.appending(path: "weir-system-\(UUID().uuidString.prefix(8))")
    let rpc = "tcp://127.0.0.1:\(rpcPort)"
    settings = [
      "WEIR_GATEWAY_HTTP_PORT": "\(httpPort)", "WEIR_GATEWAY_RPC_ENDPOINT": rpc, "WEIR_BACKEND_GATEWAYS": rpc,
    ]
    let resources = Fixtures.repository.appending(path: "deploy")
    try Self.require(Shell.weir(["init", "--resources", resources.path], home: home))
    try Data(configuration.utf8).write(to: home.appending(path: "weir.yaml"))
    let policy = home.appending(path: "policies/default.yaml")
    try editingPolicy(String(contentsOf: policy, encoding: .utf8)).write(to: policy, atomically: true, encoding: .utf8)
    for language in ["en", "zh"] {
      let passages = resources.appending(path: "knowledge/medical-\(language).jsonl")
      let store = home.appending(path: "kb").path
      try Self.require(Shell.weir(["kb", "index", "--store", store, "--as-is"], home: home, input: passages))
    }
    key = try String(contentsOf: home.appending(path: "keys/local-api-key"), encoding: .utf8)
      .trimmingCharacters(in: .whitespacesAndNewlines)
    try preparing(home)
    try start()
    try await eventually("all services are ready") { await self.get("/readyz").status == 200 }
  }

  private func start() throws {
    let output = home.appending(path: "log/weir-up.log")
    try Data().write(to: output)
    let handle = try FileHandle(forWritingTo: output)
    supervisor.executableURL = Shell.executables.appending(path: "weir")
    supervisor.arguments = ["up"]
    supervisor.environment = Shell.environment(home, settings)
    supervisor.standardInput = FileHandle.nullDevice
    supervisor.standardOutput = handle
    supervisor.standardError = handle
    try supervisor.run()
  }

  /// Ctrl-C, as `weir up` gets it: all four stop, and it ends with status 0.
  func stop() {
    kill(supervisor.processIdentifier, SIGINT)
    supervisor.waitUntilExit()
    #expect(supervisor.terminationStatus == 0, "weir up did not stop cleanly")
    try? FileManager.default.removeItem(at: home)
  }

  func weir(_ arguments: String...) throws -> Shell.Result {
    try Shell.weir(arguments, home: home, settings: settings)
  }

  /// A process that `weir up` does not know, such as a second worker, with settings of its own.
  func startBeside(_ executable: String, instance: String, _ own: [String: String] = [:]) throws -> Process {
    let process = Process()
    process.executableURL = Shell.executables.appending(path: executable)
    process.environment = Shell.environment(home, settings).merging(["WEIR_INSTANCE": instance]) { $1 }
      .merging(own) { $1 }
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }

  func pid(_ service: String) throws -> Int32 {
    let text = try String(contentsOf: home.appending(path: "run/\(service).pid"), encoding: .utf8)
    return try #require(Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)))
  }

  func signal(_ service: String, _ number: Int32) throws { kill(try pid(service), number) }

  private static func require(_ result: Shell.Result) throws {
    try #require(result.status == 0, "\(result.output)")
  }
}

/// Waits for a condition that must come true.
func eventually(_ what: String, _ condition: () async throws -> Bool) async throws {
  let deadline = ContinuousClock.now + RunningInstallation.patience
  while try await !condition() {
    try #require(ContinuousClock.now < deadline, "not in time: \(what)")
    try await Task.sleep(for: .milliseconds(100))
  }
}
