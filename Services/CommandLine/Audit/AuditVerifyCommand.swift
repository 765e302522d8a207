import ArgumentParser
import Audit

struct AuditVerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Recompute the log from every record, and name each file or record that is not as it was signed.")

  @Argument(help: "The log's folder. Default: $WEIR_HOME/audit.") var directory: String?
  @OptionGroup var log: AuditLogOptions

  func run() throws {
    try reportingFailures {
      let verified = try log.verifier(directory: directory).verify()
      print(
        """
        The log '\(verified.key.name)' holds \(verified.size) records, all as they were signed \
        (root \(verified.root), by \(log.trust)).
        """)
      for range in verified.removed {
        print("Records \(sentence(range)) were removed under retention policy; their hashes are in the log.")
      }
    }
  }
}

/// Records by their first and last index.
func sentence(_ range: Range<UInt64>) -> String {
  range.upperBound == .max ? "\(range.lowerBound).." : "\(range.lowerBound)..\(range.upperBound - 1)"
}
