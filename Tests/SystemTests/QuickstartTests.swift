import Foundation
import TestSupport
import Testing

/// `weir quickstart` from an empty folder, and again.
@Suite(.serialized) struct QuickstartTests {
  @Test func anEmptyFolderBecomesTwoAnsweredAndProvedQuestions() throws {
    let home = FileManager.default.temporaryDirectory.appending(path: "weir-quickstart-\(UUID().uuidString.prefix(8))")
    let rpc = "tcp://127.0.0.1:\(freePort())"
    let settings = [
      "WEIR_GATEWAY_HTTP_PORT": "\(freePort())", "WEIR_GATEWAY_RPC_ENDPOINT": rpc, "WEIR_BACKEND_GATEWAYS": rpc,
    ]
    let resources = Fixtures.repository.appending(path: "deploy").path
    // The policy that the gateway loaded at its start, then intent and outcome of two questions each time.
    for records in ["5 records", "9 records"] {
      let shown = try Shell.weir(["quickstart", "--resources", resources], home: home, settings: settings)
      #expect(shown.status == 0, "\(shown.output)")
      checkWalk(shown.output)
      #expect(shown.output.contains("the log of \(records) verifies"), "\(shown.output)")
    }
    #expect(try Shell.weir(["status"], home: home, settings: settings).status == 0)
    #expect(try Shell.weir(["down"], home: home, settings: settings).status == 0)
    try FileManager.default.removeItem(at: home)
  }

  /// Two walks, each in the order of the request, with no identifier in what the model saw.
  private func checkWalk(_ output: String) {
    let seen = output.components(separatedBy: "What the model saw\n").dropFirst().map {
      $0.components(separatedBy: "\n▸")[0]
    }
    #expect(seen.count == 2, "\(output)")
    for text in seen {
      #expect(text.contains("[NAME_1]") && text.contains("[ID_1]") && text.contains("[PHONE_1]"), "\(text)")
      for identifier in ["Smith", "1958", "00482913", "555-0132", "Market", "张伟", "110105", "13800138000", "建国路"] {
        #expect(!text.contains(identifier), "the model saw \(identifier)")
      }
    }
    for part in [
      "Passages that were retrieved", "The answer, as you see it", "is in it: weir audit prove", "weir chat",
    ] {
      #expect(output.contains(part), "\(output)")
    }
  }
}
