import ArgumentParser
import RPCBenchmark

/// `weir bench rpc`: calls between two processes on this machine, with and without CURVE.
struct BenchRPCCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "rpc", abstract: "Measure calls between two processes.")

  @Flag(help: "Print JSON.") var json = false
  @Option(help: "Seconds for each row.") var seconds = 2.0
  @Flag(help: .hidden) var serve = false

  func run() async throws {
    if serve { return try await RPCBenchmark.serve() }
    var plan = RPCBenchmark.Plan()
    plan.seconds = seconds
    let rows = try await RPCBenchmark.run(
      plan, executable: try executablesFolder() + "/weir", arguments: ["bench", "rpc", "--serve"])
    if json { return try printJSON(["unary": rows]) }
    for row in rows {
      print(
        "\(row.payloadBytes) B, \(row.inFlight) in flight\(row.curve ? ", CURVE" : ""): \(Int(row.callsPerSecond)) calls/s,",
        "p50 \(Int(row.p50Microseconds)) µs, p99 \(Int(row.p99Microseconds)) µs")
    }
  }
}
