import Foundation
import TestSupport
import Testing

/// `weir model pull` as a user runs it, against a hub on this machine.
@Suite(.enabled(if: PythonServer.isInstalled, Comment(rawValue: PythonServer.advice)))
struct PullCommandTests {
  private let home = FileManager.default.temporaryDirectory.appending(path: "weir-pull-\(UUID().uuidString.prefix(8))")
  private let hub: PythonServer

  init() throws { hub = try PythonServer("hub.py") }

  @Test func aPulledModelLiesInTheStoreAndCanBeLookedAt() throws {
    let pulled = try weir("model", "pull", "hf:good/model", "--include", "a.gguf", "--name", "small")
    #expect(pulled.status == 0, "\(pulled.output)")
    let path = home.appending(path: "models/small.gguf").path
    #expect(pulled.output.hasSuffix("\(path)\n"), "\(pulled.output)")
    // It is no model, which whoever looks at it says.
    #expect(try weir("model", "inspect", path).output.contains("GGUF"))
  }

  @Test func progressIsJSONLinesForPrograms() throws {
    let pulled = try weir("model", "pull", "hf:good/model", "--json")
    let events = try pulled.output.split(separator: "\n").map { line in
      try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
    #expect(events.dropLast().allSatisfy { $0["event"] as? String == "progress" && $0["total"] as? Int == 300_002 })
    #expect(events.last?["path"] as? String == home.appending(path: "models/model").path)
  }

  @Test func whatCannotBeFetchedIsSaidInOneLine() throws {
    let missing = try weir("model", "pull", "hf:good/model@nope")
    #expect(missing.status == 1 && missing.output.contains("no such model, revision or file"), "\(missing.output)")
    let nonsense = try weir("model", "pull", "nonsense")
    #expect(nonsense.status == 1 && nonsense.output.contains("hf:OWNER/NAME"), "\(nonsense.output)")
    #expect(try weir("model", "pull", "hf:a/b", "--connections", "0").status == 2)
  }

  private func weir(_ arguments: String...) throws -> Shell.Result {
    try Shell.weir(arguments, home: home, settings: ["HF_ENDPOINT": "http://127.0.0.1:\(hub.port)"])
  }
}
