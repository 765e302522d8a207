import Foundation
import Operations
import TestSupport
import Testing

@Suite struct UpstreamModelTests {
  static let least = "url: https://api.example.org/v1\nmodel: m\n"

  private func read(_ yaml: String) throws -> UpstreamModel {
    try UpstreamModel(yaml: yaml, path: "/models/m.upstream.yaml")
  }

  @Test func theLeastDescription() throws {
    let model = try read(Self.least)
    #expect(model.api == .chat && model.host == "api.example.org" && model.contextTokens == 32_768)
    #expect(try model.apiKey(environment: [:]) == nil)
  }

  @Test func everyKey() throws {
    let model = try read(
      """
      url: https://api.example.org:8443/v1
      model: big
      api: completions
      api_key_env: KEY
      tokenizer: tokenizers/big
      ca_file: /etc/ca.pem
      context_tokens: 65536
      concurrency: 3
      waiting_max: 4
      choices_max: 1
      retries: 0
      connect_timeout_seconds: 5
      idle_timeout_seconds: 60
      max_tokens_field: max_completion_tokens
      omit: temperature, seed
      """)
    #expect(model.host == "api.example.org:8443" && model.model == "big" && model.api == .completions)
    #expect(model.tokenizer == "/models/tokenizers/big" && model.authoritiesFile == "/etc/ca.pem")
    #expect((model.contextTokens, model.concurrency, model.waitingMax, model.choicesMax) == (65536, 3, 4, 1))
    #expect((model.retries, model.connectTimeoutSeconds, model.idleTimeoutSeconds) == (0, 5, 60))
    #expect(model.tokensMaxField == "max_completion_tokens" && model.omittedFields == ["temperature", "seed"])
    #expect(try model.apiKey(environment: ["KEY": "abc"]) == "abc")
  }

  @Test func theExampleCanBeRead() throws {
    let example = Fixtures.repository.appending(path: "deploy/configuration/example.upstream.yaml")
    let model = try UpstreamModel(path: example.path)
    #expect(model.url == "https://models.example.org/v1" && model.apiKeyFile.hasSuffix("/keys/upstream"))
  }

  @Test(
    "what is wrong is named",
    arguments: [
      ("model: m", "url"), ("url: https://x/v1", "model"), (least + "urls: 3", "'urls' is not known"),
      (least + "api: soap", "completions or chat"), (least + "api: completions", "tokenizer"),
      (least + "context_tokens: 0", "context_tokens"), (least + "context_tokens: [1]", "context_tokens"),
      (least + "api_key_env: A\napi_key_file: b", "not both"), ("url: http://api.example.org\nmodel: m", "https"),
      ("url: https://user:secret@x/v1\nmodel: m", "no user"), ("url: https://x/v1?key=secret\nmodel: m", "no query"),
      (least + "max_tokens_field: tokens", "max_completion_tokens"), (least + "omit: messages", "omit"),
      ("- a", "YAML"),
      ("{", "YAML"), ("", "YAML"),
    ])
  func refusals(yaml: String, named: String) {
    let error = #expect(throws: OperationsError.self) { try read(yaml) }
    let text = "\(String(describing: error))"
    #expect(text.contains(named) && !text.contains("secret"), "\(text)")
  }

  @Test("plain http reaches this machine", arguments: ["127.0.0.1", "localhost", "[::1]"])
  func loopback(host: String) throws { _ = try read("url: http://\(host):8000/v1\nmodel: m") }

  @Test func aKeyFileMustBePrivateAndHoldOneLine() throws {
    let temporary = try TemporaryState()
    let path = temporary.state.keys + "/upstream"
    let model = try read(Self.least + "api_key_file: \(path)")
    try Data("secret\n".utf8).write(to: URL(filePath: path))
    chmod(path, 0o644)
    #expect(throws: OperationsError.exposedSecret(path: path)) { try model.apiKey(environment: [:]) }
    chmod(path, 0o600)
    #expect(try model.apiKey(environment: [:]) == "secret")
    for bad in ["", "a b", "a\r\nx-header: 1"] {
      try Data(bad.utf8).write(to: URL(filePath: path))
      #expect(throws: OperationsError.self) { try model.apiKey(environment: [:]) }
    }
  }
}

@Suite struct ModelStoreTests {
  @Test func filesFoldersAndUpstreamsAreModels() throws {
    let temporary = try TemporaryState()
    let state = temporary.state
    for file in ["a.gguf", "b.upstream.yaml", "note.txt", "c/config.json", ".pull/d/config.json", "e/weights.bin"] {
      let url = URL(filePath: state.models).appending(path: file)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data().write(to: url)
    }
    let store = ModelStore(state)
    #expect(store.names == ["a", "b", "c"])
    #expect(try store.model(named: "a").path.hasSuffix("/a.gguf"))
    #expect(try store.model(named: "b").isUpstream && !store.model(named: "c").isUpstream)
    let error = #expect(throws: OperationsError.self) { try store.model(named: "") }
    #expect("\(String(describing: error))".contains("a, b, c"))
  }
}
