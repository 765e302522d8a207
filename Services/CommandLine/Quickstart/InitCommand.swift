import ArgumentParser
import Operations

/// `weir init`: an installation's folder with keys, policy and model.
struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Make the state folder: keys, policies, models. Keeps what is there.")

  @Option(help: "The folder with policies/ and models/ to start from.") var resources: String

  func run() throws {
    let installation = try Installation.open()
    try installation.fill(from: resources)
    print("ready: \(installation.state.root)")
  }
}
