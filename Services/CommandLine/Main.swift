import ArgumentParser
import Foundation

/// `weir`: everything that an operator, an auditor or a developer does from a terminal.
@main struct Weir: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "weir", abstract: "Ask models about people without showing them who they are.",
    groupedSubcommands: [
      CommandGroup(
        name: "Run",
        subcommands: [QuickstartCommand.self, InitCommand.self, UpCommand.self, DownCommand.self, StatusCommand.self]),
      CommandGroup(name: "Ask", subcommands: [AskCommand.self, ChatCommand.self]),
      CommandGroup(
        name: "Administer",
        subcommands: [KeyCommand.self, PolicyCommand.self, AuditCommand.self, ModelCommand.self, KnowledgeCommand.self]),
      CommandGroup(
        name: "Each part alone, JSON Lines in and out",
        subcommands: [
          DeidentifyCommand.self, ReidentifyCommand.self, FilterCommand.self, TokenizeCommand.self,
          TemplateCommand.self, GenerateCommand.self, EmbedCommand.self,
        ]),
      CommandGroup(name: "Measure", subcommands: [BenchCommand.self]),
    ])

  /// Status 2 for arguments that cannot be used, as checks outside rely on; the library's own is 64.
  static func main() async {
    do {
      var command = try parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch {
      let code = exitCode(for: error)
      let message = fullMessage(for: error)
      if !message.isEmpty {
        let stream = code == .success ? FileHandle.standardOutput : FileHandle.standardError
        stream.write(Data((message + "\n").utf8))
      }
      Foundation.exit(code == .validationFailure ? 2 : code.rawValue)
    }
  }
}
