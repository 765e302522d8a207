internal import Foundation

/// A server of Tests/Fixtures/servers in a process of its own. It ends when this process does, however that ends: it
/// waits for the end of a pipe.
public final class PythonServer: Sendable {
  public let port: Int
  /// Held so that the server's input stays open.
  private let lifeline = Pipe()

  /// Whether this machine has what the servers need.
  public static var isInstalled: Bool { python != nil }
  /// Why a test is skipped.
  public static let advice = "Python is not installed: apt-get install python3"

  private static var python: URL? {
    let folders = ProcessInfo.processInfo.environment["PATH", default: "/usr/bin"].split(separator: ":")
    return folders.map { URL(filePath: "\($0)/python3") }
      .first { FileManager.default.isExecutableFile(atPath: $0.path) }
  }

  /// Starts `script` and waits until it listens.
  public init(_ script: String, _ arguments: [String] = []) throws {
    let process = Process()
    process.executableURL = Self.python
    process.arguments = [Fixtures.folder.appending(path: "servers/\(script)").path] + arguments
    process.environment = ProcessInfo.processInfo.environment.merging(["PYTHONDONTWRITEBYTECODE": "1"]) { $1 }
    let output = Pipe()
    process.standardInput = lifeline
    process.standardOutput = output
    try process.run()
    let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    guard let port = Int(line.trimmingCharacters(in: .whitespacesAndNewlines)) else {
      throw CocoaError(.executableLoad)
    }
    self.port = port
  }
}
