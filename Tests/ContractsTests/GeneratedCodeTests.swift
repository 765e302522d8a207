import Foundation
import TestSupport
import Testing

@Suite struct GeneratedCodeTests {
  @Test func regeneratingChangesNothing() throws {
    guard isInstalled("protoc-c") else { return print("skipped: protoc-c is not installed") }
    let (status, output) = try run("deploy/generate-contracts", "--check")
    #expect(status == 0, "\(output)")
  }

  @Test("no overflow, no undefined behaviour, no leak under the sanitizers")
  func sanitizers() throws {
    guard isInstalled("cc") else { return print("skipped: no C compiler") }
    let (status, output) = try run("Tests/Fuzz/contracts-asan")
    #expect(status == 0, "\(output)")
  }

  private func isInstalled(_ tool: String) -> Bool {
    let folders = ProcessInfo.processInfo.environment["PATH", default: "/usr/bin"].split(separator: ":")
    return folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(tool)") }
  }

  private func run(_ script: String, _ arguments: String...) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = Fixtures.repository.appending(path: script)
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, output)
  }
}
