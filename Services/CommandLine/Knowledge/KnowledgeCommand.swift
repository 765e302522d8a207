internal import ArgumentParser

/// `weir kb`: a knowledge base on disk, in process.
struct KnowledgeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kb", abstract: "Index and search a knowledge base, without a service.",
    subcommands: [KnowledgeIndexCommand.self, KnowledgeSearchCommand.self])
}

/// Options that both commands take.
struct KnowledgeStoreOptions: ParsableArguments {
  @Option(help: "Folder of the knowledge base.")
  var store: String

  @Flag(help: "Read and write JSON Lines; the only format, named so that scripts say what they mean.")
  var jsonl = false

  func validate() throws {
    if store.isEmpty { throw ValidationError("--store is empty; name the folder of the knowledge base") }
    if store.hasPrefix("postgres:") || store.hasPrefix("postgresql:") {
      throw ValidationError("PostgreSQL stores are not built in; give a folder")
    }
  }
}
