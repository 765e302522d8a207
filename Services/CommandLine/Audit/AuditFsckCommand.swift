import ArgumentParser
import Audit

/// `weir audit fsck`: exit status 1 while anything is wrong that was not repaired.
struct AuditFsckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fsck",
    abstract:
      "Find damage in the log's folder, and repair what can be derived again. Changes nothing without --repair.",
    discussion: """
      Tiles are derived from records, the newest tiles, bundles and the checkpoint from the journal, a damaged journal \
      from published records, the stored key from --key. A damaged record cannot be derived: it is named, and stays.
      """)

  @Argument(help: "The log's folder. Default: $WEIR_HOME/audit.") var directory: String?
  @Flag(help: "Write what can be derived. Stop the gateway first.") var repair = false
  @OptionGroup var log: AuditLogOptions

  func run() throws {
    try reportingFailures {
      let directory = directory ?? AuditLogOptions.defaultDirectory
      let report = try LogRepair(directory: directory, key: log.key.map(AuditLogOptions.readKey), cold: log.cold)
        .run(repairing: repair)
      for finding in report.findings { print(finding) }
      print(summary(report))
      if report.log == nil { throw ExitCode(1) }
    }
  }

  private func summary(_ report: FsckReport) -> String {
    let verified = report.log.map { "the log of \($0.size) records verifies" }
    guard !report.findings.isEmpty else { return "Nothing is wrong: \(verified ?? "")." }
    if let verified, report.isRepaired { return "Repaired: \(verified)." }
    let repairable = report.findings.filter { $0.remedy != nil }.count
    return "\(report.findings.count) findings, of which \(repairable) can be repaired"
      + (repair ? "; the log does not verify." : " with --repair.")
  }
}
