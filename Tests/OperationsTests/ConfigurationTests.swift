import Foundation
import Operations
import TestSupport
import Testing

@Suite struct ConfigurationTests {
  private func read(_ yaml: String, _ environment: [String: String] = [:]) throws -> Configuration {
    try Configuration(yaml: yaml, path: "weir.yaml", environment: environment)
  }

  @Test("no settings are the defaults", arguments: ["", "# nothing yet\n", "---\n"])
  func defaults(yaml: String) throws { #expect(try read(yaml) == Configuration()) }

  @Test func fileThenEnvironment() throws {
    let yaml = """
      gateway:
        http_port: 9000
        policy: strict.yaml
      backend:
        gateways: [tcp://10.0.0.1:8090, tcp://10.0.0.2:8090]
      """
    let read = try read(yaml, ["WEIR_GATEWAY_HTTP_PORT": "9001", "WEIR_TOKENIZER_MODELS": "a,b"])
    var expected = Configuration()
    expected.gateway.httpPort = 9001
    expected.gateway.policy = "strict.yaml"
    expected.backend.gateways = ["tcp://10.0.0.1:8090", "tcp://10.0.0.2:8090"]
    expected.tokenizer.models = ["a", "b"]
    #expect(read == expected)
  }

  @Test func theExampleForSeveralGatewaysCanBeRead() throws {
    let example = Fixtures.repository.appending(path: "deploy/configuration/several-gateways.yaml")
    let read = try read(String(contentsOf: example, encoding: .utf8))
    #expect(read.gateway.vault.hasPrefix("postgres://") && read.backend.gateways.count == 2)
  }

  @Test(
    "what is wrong is named",
    arguments: [
      ("gateway: {http_prt: 1, nope: 2}", OperationsError.unknownKeys(["gateway.http_prt", "gateway.nope"])),
      (
        "gateway: {http_port: 70000}", .wrongValue(key: "gateway.http_port", expected: "a whole number from 0 to 65535")
      ),
      (
        "gateway: {http_port: [1, 2]}",
        .wrongValue(key: "gateway.http_port", expected: "a whole number from 0 to 65535")
      ),
      ("gateway: {http_port: {a: 1}}", .unreadableConfiguration(path: "weir.yaml", line: 1)),
      (
        "gateway: {vault: /srv/vault}",
        .wrongValue(key: "gateway.vault", expected: "empty, or a URL such as postgres://weir@host:5432/weir")
      ),
      ("worker: {adapters: ['a:b']}", adapterNames), ("worker: {adapters: [../keys]}", adapterNames),
      ("worker: {adapters: [.hidden]}", adapterNames), ("worker: {adapters: [law, law]}", adapterNames),
      ("gateway: 3", .unreadableConfiguration(path: "weir.yaml", line: 1)),
      ("- a\n- b", .unreadableConfiguration(path: "weir.yaml", line: 1)),
      ("worker:\n  slots: 4\n  model: [", .unreadableConfiguration(path: "weir.yaml", line: 4)),
    ] as [(String, OperationsError)])
  func refused(yaml: String, error: OperationsError) {
    #expect(throws: error) { try read(yaml) }
  }

  private static let adapterNames = OperationsError.wrongValue(
    key: "worker.adapters", expected: "a list of different names of letters, figures, '.', '_' and '-'")

  @Test func adaptersAreNamed() throws {
    #expect(try read("worker: {adapters: [law-2, Tax_v1.5]}").worker.adapters == ["law-2", "Tax_v1.5"])
  }

  @Test func environmentErrorsNameTheVariable() {
    #expect(throws: OperationsError.wrongValue(key: "WEIR_WORKER_SLOTS", expected: "a whole number from 1 to 256")) {
      try read("", ["WEIR_WORKER_SLOTS": "many"])
    }
  }

  @Test(
    "the state folder",
    arguments: [
      (["WEIR_HOME": "/srv/weir", "HOME": "/home/a"], "/srv/weir"),
      (["WEIR_HOME": "", "HOME": "/home/a"], "/home/a/.weir"),
    ])
  func stateFolder(environment: [String: String], root: String) {
    #expect(StateFolder(environment: environment).root == root)
  }
}
