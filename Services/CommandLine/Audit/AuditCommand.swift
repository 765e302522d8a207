import ArgumentParser

/// `weir audit`: read, check and prove the log, and keep it. Needs no running service, and disturbs none.
struct AuditCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Verify the audit log, prove records, and take evidence out of it.",
    groupedSubcommands: [
      CommandGroup(
        name: "Verify",
        subcommands: [
          AuditVerifyCommand.self, AuditProveCommand.self, AuditConsistencyCommand.self, AuditWitnessCommand.self,
          AuditFsckCommand.self,
        ]),
      CommandGroup(
        name: "Read", subcommands: [AuditQueryCommand.self, AuditMergeCommand.self, AuditExportCommand.self]),
      CommandGroup(
        name: "Keep", subcommands: [AuditSealCommand.self, AuditExpireCommand.self, AuditHoldCommand.self]),
      CommandGroup(name: "Vault", subcommands: [AuditReidentifyCommand.self, AuditEraseCommand.self]),
    ])
}
