import Foundation
import TestSupport

/// The package as the build system sees it.
enum PackageDump {
  struct Target: Sendable {
    let name: String
    let kind: String
    let dependencies: [String]
  }

  static func targets() throws -> [String: Target] {
    Dictionary(uniqueKeysWithValues: try all().map { ($0.name, $0) })
  }

  static func names() throws -> [String] { try all().map(\.name) }

  private static func all() throws -> [Target] {
    // A scratch folder of its own: 'swift test' holds the lock of the usual one while the tests run.
    let scratch = FileManager.default.temporaryDirectory.appending(path: "weir-package-dump").path
    let dump = try run(
      "/usr/bin/env",
      ["swift", "package", "--package-path", Fixtures.repository.path, "--scratch-path", scratch, "dump-package"])
    let start = dump.output.firstIndex(of: "{") ?? dump.output.startIndex
    return try JSONDecoder().decode(Package.self, from: Data(dump.output[start...].utf8)).targets.map(Target.init)
  }

  fileprivate struct Package: Decodable { let targets: [RawTarget] }

  fileprivate struct RawTarget: Decodable {
    let name: String
    let type: String
    let dependencies: [Dependency]
  }

  /// {"byName": [name, …]} or {"product": [name, package, …]}.
  fileprivate struct Dependency: Decodable {
    let name: String

    init(from decoder: any Decoder) throws {
      let form = try decoder.singleValueContainer().decode([String: [Name?]].self)
      name = form.values.first?.first??.value ?? ""
    }
  }

  /// The dump mixes names with nulls and conditions in one list.
  fileprivate struct Name: Decodable {
    let value: String

    init(from decoder: any Decoder) throws {
      value = (try? decoder.singleValueContainer().decode(String.self)) ?? ""
    }
  }
}

extension PackageDump.Target {
  fileprivate init(_ raw: PackageDump.RawTarget) {
    self.init(name: raw.name, kind: raw.type, dependencies: raw.dependencies.map(\.name))
  }
}

/// The project's own sources.
enum SourceTree {
  struct File {
    let path: String
    let text: String
    var lineCount: Int { text.split(separator: "\n", omittingEmptySubsequences: false).count }
  }

  static func swiftFiles(under folders: [String]) throws -> [File] {
    try folders.flatMap { folder in
      try FileManager.default.subpathsOfDirectory(atPath: Fixtures.repository.appending(path: folder).path)
        .filter { $0.hasSuffix(".swift") }.map { path in
          let url = Fixtures.repository.appending(path: "\(folder)/\(path)")
          return File(path: "\(folder)/\(path)", text: try String(contentsOf: url, encoding: .utf8))
        }
    }
  }
}
