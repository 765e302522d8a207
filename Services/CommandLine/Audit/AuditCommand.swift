import ArgumentParser

/// `weir audit`: read, check and prove the log. Needs no running service and changes nothing in the log.
struct AuditCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Verify the audit log, prove records, and take evidence out of it.",
    subcommands: [
      AuditVerifyCommand.self, AuditProveCommand.self, AuditConsistencyCommand.self, AuditWitnessCommand.self,
      AuditExportCommand.self, AuditQueryCommand.self,
    ])
}
