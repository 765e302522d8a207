import ArgumentParser
import Audit
import Foundation

struct AuditQueryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "query", abstract: "Print the records that meet every condition given, as JSON Lines.")

  @Argument(help: "The log's folder. Default: $WEIR_HOME/audit.") var directory: String?
  @OptionGroup var conditions: AuditQueryOptions
  @OptionGroup var log: AuditLogOptions

  func run() throws {
    try reportingFailures {
      try log.verifier(directory: directory).query(conditions.query) { index, _, bytes in
        printRecord(index, bytes)
        return true
      }
    }
  }
}
