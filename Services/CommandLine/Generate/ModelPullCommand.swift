internal import ArgumentParser
internal import CurlTransport
internal import Foundation
internal import HTTPTransport
internal import ModelHub
internal import Operations

/// `weir model pull REFERENCE`: fetches a model into the model store.
struct ModelPullCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pull", abstract: "Fetch a model into the model store; goes on where it broke off.",
    discussion: """
      hf:OWNER/NAME[@REVISION], ms:OWNER/NAME[@REVISION], the URL of a repository or of a file in one, or any URL. \
      Mirrors: HF_ENDPOINT and MODELSCOPE_ENDPOINT; keys: HF_TOKEN and MODELSCOPE_TOKEN, for the hub's own host only.
      """)

  @Argument(help: "What to fetch.") var reference: String
  @Option(help: "Pattern of files that are wanted, such as '*Q4_K_M.gguf'. May be given more than once.")
  var include: [String] = []
  @Option(help: "The SHA-256 that the only file must have; hubs tell it of theirs.") var sha256: String?
  @Option(help: "What the model will be called.") var name: String?
  @Option(help: "Connections at once.") var connections = PullLimits().connectionsMax
  @Option(name: .customLong("ca-file"), help: "PEM file with the authorities to trust instead of the system's.")
  var authoritiesFile: String?
  @Flag(help: "Progress as JSON Lines on standard output.") var json = false

  func validate() throws {
    guard (1...64).contains(connections) else { throw ValidationError("--connections must be from 1 to 64") }
  }

  func run() async throws {
    let installation = try Installation.open()
    let display = PullDisplay(isJSON: json)
    var settings = HTTPTransportSettings()
    settings.authoritiesFile = authoritiesFile
    let transport = CurlTransport(settings)
    display.finish(path: try await pull(over: transport, into: installation.state.models, showing: display))
  }

  private func pull(over transport: CurlTransport, into folder: String, showing display: PullDisplay) async throws
    -> String
  {
    var limits = PullLimits()
    limits.connectionsMax = connections
    let pull = try Pull(
      reference, transport: transport, environment: ProcessInfo.processInfo.environment, include: include,
      sha256: sha256, limits: limits, progress: PullProgress { display.show($0) })
    // Two runs would write the same parts.
    let lock = try ProcessLock(path: "\(folder)/.pull.lock", name: "another 'weir model pull'")
    let path = try await pull.run(into: folder, name: name ?? pull.defaultName)
    _ = consume lock
    return path
  }
}
