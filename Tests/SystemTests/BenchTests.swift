import Foundation
import TestSupport
import Testing

/// Every `weir bench` runs small here, so that none rots. What it measured is not judged: that is for Tests/Peers.
@Suite(.serialized) struct BenchTests {
  private static let model = Fixtures.repository.appending(path: "deploy/models/weir-medical-mini.gguf").path

  @Test(
    "weir bench prints positive figures as one JSON object",
    arguments: [
      ["deid", "--megabytes", "0.05"], ["filter", "--megabytes", "1"], ["rpc", "--seconds", "0.05"],
      ["tokenizer", "--tokenizer", model, "--megabytes", "0.05"], ["generate", "--model", model],
      ["kb", "--documents", "50", "--searches", "20"],
      ["audit", "--records", "500", "--appenders", "16", "--directory", temporaryPath()],
    ])
  func bench(arguments: [String]) throws {
    let home = URL(filePath: Self.temporaryPath())
    try check(Shell.weir(["bench"] + arguments + ["--json"], home: home))
  }

  @Test func theRunningGatewayIsMeasured() async throws {
    let installation = try await RunningInstallation()
    try check(installation.weir("bench", "gateway", "--calls", "4", "--callers", "2", "--max-tokens", "8", "--json"))
    installation.stop()
  }

  private func check(_ result: Shell.Result) throws {
    #expect(result.status == 0, "\(result.output)")
    let figures = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
    let numbers = try #require(figures, "\(result.output)").values.compactMap { $0 as? Double }
    #expect(numbers.allSatisfy { $0 > 0 } && figures?.isEmpty == false, "\(result.output)")
  }

  private static func temporaryPath() -> String {
    FileManager.default.temporaryDirectory.appending(path: "weir-bench-\(UUID().uuidString.prefix(8))").path
  }
}
