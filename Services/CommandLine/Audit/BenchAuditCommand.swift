import ArgumentParser
import Audit
import Foundation

/// `weir bench audit`: durable records per second beside the disk's own sync rate, proofs, verification.
struct BenchAuditCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "Measure the audit log on this machine's disk.")

  @Option(help: "A folder to create and remove, on the disk to measure.") var directory = "weir-bench-audit"
  @Option(help: "Records to append under load.") var records = 1_000_000
  @Option(help: "Tasks that append at once.") var appenders = 4096
  @Flag(help: "One JSON object on standard output (always so).") var json = false

  func validate() throws {
    guard records > 0, appenders > 0 else { throw ValidationError("--records and --appenders must be positive") }
    guard !FileManager.default.fileExists(atPath: directory) else {
      throw ValidationError("'\(directory)' exists; name a folder that does not")
    }
  }

  func run() async throws {
    var benchmark = AuditBenchmark(directory: directory)
    benchmark.records = records
    benchmark.appenders = appenders
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    print(String(decoding: try encoder.encode(await benchmark.run()), as: UTF8.self))
  }
}
