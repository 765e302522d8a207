import Foundation
import TestSupport
import Testing

@Suite struct SanitizerTests {
  /// The C tables under the sanitizers: no byte beyond a text is read, none of its bytes is lost.
  @Test func bytePairsLoseNothing() throws {
    let folders = ProcessInfo.processInfo.environment["PATH", default: "/usr/bin"].split(separator: ":")
    guard folders.contains(where: { FileManager.default.isExecutableFile(atPath: "\($0)/clang") }) else {
      return print("skipped: no clang")
    }
    let process = Process()
    process.executableURL = Fixtures.repository.appending(path: "Tests/Fuzz/bytepairs-asan")
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(output)")
  }
}
