import ArgumentParser

/// `weir bench`: measures one part on this machine.
struct BenchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Measure a part of Weir on this machine.",
    subcommands: [
      BenchDeidentifyCommand.self, BenchFilterCommand.self, BenchRPCCommand.self, BenchTokenizerCommand.self,
      BenchGenerateCommand.self, BenchMultiplyCommand.self, BenchSchemaCommand.self, BenchKnowledgeCommand.self,
      BenchAuditCommand.self, BenchGatewayCommand.self,
    ])
}
