import ArgumentParser

/// `weir bench`: measures one part on this machine.
struct BenchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Measure a part of Weir on this machine.",
    subcommands: [BenchRPCCommand.self, BenchAuditCommand.self, BenchGenerateCommand.self, BenchFilterCommand.self])
}
