import Foundation
import TestSupport
import Testing

/// Clients that know nothing of Weir's code: the official openai package, and pyzmq with protobuf over the .proto files.
@Suite(
  .serialized,
  .enabled(if: PythonClients.areInstalled, "deploy/test installs the Python clients into .build/test-python"))
struct PythonClientTests {
  @Test func theOpenAIPackageWorksUnchanged() async throws {
    let installation = try await RunningInstallation()
    let base = "http://127.0.0.1:\(installation.httpPort)/v1"
    let result = try PythonClients.run(["openai_client.py", base, installation.key, RunningInstallation.model])
    #expect(result.status == 0, "\(result.output)")
    installation.stop()
  }

  @Test func aPythonClientCallsTheGateway() async throws {
    let installation = try await RunningInstallation()
    let result = try PythonClients.run(
      ["-m", "unittest", "test_gateway"],
      [
        "WEIR_HOME": installation.home.path, "WEIR_TEST_GATEWAY": "tcp://127.0.0.1:\(installation.rpcPort)",
        "WEIR_TEST_MODEL_NAME": RunningInstallation.model,
      ])
    #expect(result.status == 0 && !result.output.contains("skipped"), "\(result.output)")
    installation.stop()
  }

  @Test("a Python stand-in for the gateway calls", arguments: ["test_tokenizer", "test_knowledge", "test_supervision"])
  func backEnd(suite: String) throws {
    let model = Fixtures.repository.appending(path: "deploy/models/\(RunningInstallation.model).gguf")
    let result = try PythonClients.run(["-m", "unittest", suite], ["WEIR_TEST_MODEL": model.path])
    #expect(result.status == 0 && !result.output.contains("skipped"), "\(result.output)")
  }
}

enum PythonClients {
  private static let folder = Fixtures.repository.appending(path: "Tests/SystemTests/python")
  private static let python = Fixtures.repository.appending(path: ".build/test-python/bin/python")

  static var areInstalled: Bool { FileManager.default.isExecutableFile(atPath: python.path) }

  static func run(_ arguments: [String], _ variables: [String: String] = [:]) throws -> Shell.Result {
    let environment = ProcessInfo.processInfo.environment.merging(variables) { $1 }
      .merging(["PYTHONPATH": folder.path, "WEIR_BIN": Shell.executables.path]) { $1 }
    let script = arguments[0].hasSuffix(".py") ? [folder.appending(path: arguments[0]).path] : [arguments[0]]
    return try Shell.run(python, script + arguments.dropFirst(), environment: environment)
  }
}
