import ArgumentParser
import Audit
import Foundation

/// `weir audit merge`: the logs of several gateways as one, each verified first.
struct AuditMergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Verify the logs of several gateways, and print their records in the order of time, as JSON Lines.")

  @Argument(help: "The logs' folders; the administrative log inside of each is read too.") var directories: [String]
  @Option(help: "What the logs' origins must begin with, such as weir.example/audit.") var scheme: String?
  @Option(help: "A log's public key, or a file with it; one for each log, in their order.") var key: [String] = []
  @Option(help: "The folder of a log's sealed records; one for each log, in their order.") var cold: [String] = []
  @Flag(help: "Leave the administrative logs out.") var gatewaysOnly = false
  @OptionGroup var conditions: AuditQueryOptions

  func validate() throws {
    for (name, count) in [("--key", key.count), ("--cold", cold.count)] where count != 0 && count != directories.count {
      throw ValidationError("give \(name) once for each of the \(directories.count) logs, or not at all")
    }
  }

  func run() throws {
    try reportingFailures {
      let logs = try MergedLogs(try verifiers(), scheme: scheme)
      for log in try logs.verify() { report(log) }
      try logs.query(conditions.query) { origin, index, _, bytes in
        print("{\"index\":\(index),\"log\":\"\(origin)\",\"record\":\(String(decoding: bytes, as: UTF8.self))}")
        return true
      }
    }
  }

  private func verifiers() throws -> [AuditVerifier] {
    try directories.indices.flatMap { index in
      let log = AuditVerifier(
        directory: directories[index], key: key.isEmpty ? nil : try AuditLogOptions.readKey(key[index]),
        cold: cold.isEmpty ? nil : cold[index])
      return [log] + (gatewaysOnly ? [] : [try log.administration()].compactMap { $0 })
    }
  }

  // Beside the records, so that a pipe gets records only.
  private func report(_ log: VerifiedLog) {
    let line = "The log '\(log.key.name)' holds \(log.size) records, all as they were signed (root \(log.root)).\n"
    FileHandle.standardError.write(Data(line.utf8))
  }
}
