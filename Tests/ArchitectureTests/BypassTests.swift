import Foundation
import TestSupport
import Testing

/// Each file in Fixtures/bypasses skips a safeguard. The compiler must refuse it, for the reason on its first line.
@Suite struct BypassTests {
  static let files = sources().filter { $0.lastPathComponent != "control.swift" }

  @Test func theControlCompiles() throws {
    let control = Fixtures.folder.appending(path: "bypasses/control.swift")
    let result = try typecheck(control)
    #expect(result.status == 0, "\(result.output)")
  }

  @Test("a bypass is refused", arguments: files)
  func bypass(file: URL) throws {
    let firstLine = try #require(String(contentsOf: file, encoding: .utf8).split(separator: "\n").first)
    let reason = firstLine.dropFirst("// refused: ".count)
    let result = try typecheck(file)
    #expect(result.status != 0)
    #expect(result.output.contains("error:") && result.output.contains(reason), "\(result.output)")
  }

  @Test func thereAreBypassesToRefuse() { #expect(Self.files.count >= 10) }

  private static func sources() -> [URL] {
    let folder = Fixtures.folder.appending(path: "bypasses")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".swift") }.sorted().map { folder.appending(path: $0) }
  }

  private func typecheck(_ file: URL) throws -> (status: Int32, output: String) {
    let products = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    var arguments = ["swiftc", "-typecheck", file.path, "-I", products.appending(path: "Modules").path]
    for map in try moduleMaps(products) { arguments += ["-Xcc", "-fmodule-map-file=\(map)"] }
    return try run("/usr/bin/env", arguments)
  }

  /// The C modules that our modules were built on.
  private func moduleMaps(_ products: URL) throws -> [String] {
    let built = try FileManager.default.contentsOfDirectory(atPath: products.path).filter { $0.hasSuffix(".build") }
      .map { products.appending(path: "\($0)/module.modulemap").path }
    let system = ["Cryptography/CSodium", "Messaging/CZeroMQ", "Numerics/COpenBLAS", "Contracts/CContracts/include"]
      .map { Fixtures.repository.appending(path: "Shared/\($0)/module.modulemap").path }
    return (built + system + (try packageMaps(products))).filter { FileManager.default.fileExists(atPath: $0) }
  }
}

/// Module maps that packages bring with their C targets.
private func packageMaps(_ products: URL) throws -> [String] {
  let checkouts = products.resolvingSymlinksInPath().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "checkouts")
  return try FileManager.default.contentsOfDirectory(atPath: checkouts.path).flatMap { package in
    let sources = checkouts.appending(path: "\(package)/Sources")
    let targets = (try? FileManager.default.contentsOfDirectory(atPath: sources.path)) ?? []
    return targets.map { sources.appending(path: "\($0)/include/module.modulemap").path }
  }
}

/// Runs a program to its end and returns what it printed on both streams.
func run(_ program: String, _ arguments: [String]) throws -> (status: Int32, output: String) {
  let process = Process()
  let pipe = Pipe()
  process.executableURL = URL(filePath: program)
  process.arguments = arguments
  process.standardOutput = pipe
  process.standardError = pipe
  try process.run()
  let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
  process.waitUntilExit()
  return (process.terminationStatus, output)
}
