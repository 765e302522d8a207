import ArgumentParser
import Audit

struct AuditVerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Recompute the log from every record, and name each file or record that is not as it was signed.",
    aliases: ["fsck"])

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
    }
  }
}
