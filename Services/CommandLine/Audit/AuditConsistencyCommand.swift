import ArgumentParser
import Audit
import Foundation

struct AuditConsistencyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "consistency",
    abstract: "Prove that the log has only grown since an earlier checkpoint.")

  @Argument(help: "A checkpoint of this log that was kept: a copy of the file 'checkpoint'.") var earlier: String
  @Argument(help: "The log's folder. Default: $WEIR_HOME/audit.") var directory: String?
  @Flag(help: "Print the proof too.") var proof = false
  @OptionGroup var log: AuditLogOptions

  func run() throws {
    guard let note = FileManager.default.contents(atPath: earlier) else {
      throw ValidationError("'\(earlier)' cannot be read; give a kept copy of the log's file 'checkpoint'")
    }
    try reportingFailures {
      let auditor = try log.verifier(directory: directory)
      let old = try Checkpoint(verifying: Array(note), by: auditor.trustedKey())
      let found = try auditor.consistency(with: old)
      print(
        "The log's first \(old.size) records are those of the earlier checkpoint; \(found.new.size - old.size) follow.")
      if proof { print(found.text, terminator: "") }
    }
  }
}
