import Foundation

/// The built executables, and programs run to their end.
enum Shell {
  /// They lie beside the test bundle: one build serves both.
  static let executables = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()

  struct Result {
    let status: Int32
    let output: String
  }

  /// Runs `weir` with `arguments`; both its streams are the output.
  static func weir(_ arguments: [String], home: URL, settings: [String: String] = [:], input: URL? = nil) throws
    -> Result
  {
    let weir = executables.appending(path: "weir")
    return try run(weir, arguments, environment: environment(home, settings), input: input)
  }

  static func run(_ program: URL, _ arguments: [String], environment: [String: String], input: URL? = nil) throws
    -> Result
  {
    let process = Process()
    let output = Pipe()
    process.executableURL = program
    process.arguments = arguments
    process.environment = environment
    process.standardInput = try input.map { try FileHandle(forReadingFrom: $0) } ?? FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Result(status: process.terminationStatus, output: String(decoding: bytes, as: UTF8.self))
  }

  static func environment(_ home: URL, _ settings: [String: String]) -> [String: String] {
    ProcessInfo.processInfo.environment.merging(settings) { $1 }.merging(["WEIR_HOME": home.path]) { $1 }
  }
}
