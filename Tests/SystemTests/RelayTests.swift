import Foundation
import TestSupport
import Testing

/// Caller → gateway → relay worker → an OpenAI-compatible server, all real processes, over TLS with an authority of the
/// test's own.
@Suite(
  .serialized,
  .enabled(if: PythonServer.isInstalled && Authority.isInstalled, "python3 and openssl are needed"))
struct RelayTests {
  @Test func identifiersNeverReachTheUpstreamAndComeBackToTheCaller() async throws {
    let upstream = try FakeUpstream()
    let installation = try await RunningInstallation(
      configuration: "worker: {model: echo}", preparing: upstream.describe)
    let whole = await installation.ask(CanaryTests.question, tokensMax: 200, model: "echo")
    #expect(whole.isAnswered && whole.body.contains("You said: ") && whole.body.contains("Drosterwick"), "\(whole)")
    #expect(whole.body.contains("\"completion_tokens\":12"), "\(whole)")
    let streamed = await installation.ask(CanaryTests.question, isStreaming: true, tokensMax: 200, model: "echo")
    #expect(streamed.isAnswered && streamed.body.contains("Drosterwick"), "\(streamed)")
    let seen = try upstream.seen
    #expect(seen.contains("/v1/chat/completions") && seen.contains("[NAME_1]"), "\(seen)")
    for canary in CanaryTests.canaries { #expect(!seen.contains(canary), "the upstream saw \(canary)") }
    let records = try installation.weir("audit", "query").output
    #expect(records.contains("\"upstream\":\"localhost:\(upstream.port)\""), "\(records)")
    try noKey(in: installation)
    installation.stop()
  }

  @Test func eachKindOfUpstreamIsServedOrRefusedPlainly() async throws {
    let upstream = try FakeUpstream()
    let installation = try await RunningInstallation(
      configuration: "worker: {model: echo}", preparing: upstream.describe)
    let workers = try FakeUpstream.models.filter { $0 != "echo" }.map { model in
      let own = ["WEIR_WORKER_MODEL": model, "WEIR_TEST_UPSTREAM_KEY": model == "keyless" ? "wrong" : "upstream-key"]
      return try installation.startBeside("weir-worker", instance: "worker-\(model)", own)
    }
    defer { workers.forEach { $0.terminate() } }
    try await eventually("all models are served") {
      let offer = await installation.get("/v1/models", key: installation.key).body
      return FakeUpstream.models.allSatisfy { offer.contains("\"\($0)\"") }
    }
    for (model, text) in [
      ("reasoner", "<think>\\nLet me think.\\n</think>\\n\\nYou said: hello"), ("limited", "You said: hello"),
      ("failing", "You said: hello"), ("brokenfirst", "You said: hello"), ("ids", " ids, first "),
    ] {
      let answer = await installation.ask("hello", model: model)
      #expect(answer.isAnswered && answer.body.contains(text), "\(model): \(answer)")
    }
    for (model, status) in [("invalid", 400), ("keyless", 500), ("untrusted", 500), ("closed", 503), ("broken", 503)] {
      let answer = await installation.ask("hello", model: model)
      #expect(answer.isRefused && answer.status == status, "\(model): \(answer)")
      #expect(!answer.body.contains("You said") && !answer.body.contains("no: "), "\(model): \(answer)")
    }
    let alternatives = try JSONSerialization.data(withJSONObject: [
      "model": "echo", "messages": [["role": "user", "content": "hello"]], "n": 2, "max_tokens": 20, "stop": "hello",
    ])
    let both = await installation.post("/v1/chat/completions", alternatives)
    #expect(both.isAnswered && both.body.components(separatedBy: "\"content\":\"You said: \"").count == 3, "\(both)")
    try await aCallerWhoLeavesFreesTheUpstream(installation, upstream)
    try noKey(in: installation)
    installation.stop()
  }

  private func aCallerWhoLeavesFreesTheUpstream(_ installation: RunningInstallation, _ upstream: FakeUpstream)
    async throws
  {
    let body =
      #"{"model":"endless","messages":[{"role":"user","content":"hello"}],"max_tokens":200,"stream":true}"#
    let request = """
      POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer \(installation.key)\r
      Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)
      """
    _ = exchange(Array(request.utf8), port: installation.httpPort)
    try await eventually("the connection to the upstream is closed") { try upstream.seen.contains("left endless") }
  }

  private func noKey(in installation: RunningInstallation) throws {
    for path in try FileManager.default.subpathsOfDirectory(atPath: installation.home.path) {
      guard let data = FileManager.default.contents(atPath: installation.home.appending(path: path).path) else {
        continue
      }
      #expect(data.range(of: Data("upstream-key".utf8)) == nil || path == "keys/upstream", "\(path) holds the API key")
    }
  }
}

/// The upstream, and the models that describe it to an installation. Its servers take their model's name as the way to
/// behave.
private final class FakeUpstream: Sendable {
  static let models = [
    "echo", "reasoner", "limited", "failing", "brokenfirst", "ids", "invalid", "keyless", "untrusted", "closed",
    "broken", "endless",
  ]

  let port: Int
  private let server: PythonServer
  private let authority: Authority
  private let capture: URL

  init() throws {
    authority = try Authority()
    capture = authority.folder.appending(path: "capture")
    try Data().write(to: capture)
    server = try PythonServer("upstream.py", [capture.path, authority.certificate.path, authority.key.path])
    port = server.port
  }

  /// Everything that the server was sent.
  var seen: String { get throws { try String(contentsOf: capture, encoding: .utf8) } }

  func describe(_ home: URL) throws {
    let key = home.appending(path: "keys/upstream")
    try Data("upstream-key\n".utf8).write(to: key)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key.path)
    for model in Self.models {
      let path = home.appending(path: "models/\(model).upstream.yaml")
      try Data(description(model, key: key).utf8).write(to: path)
    }
    // The model that ships is not served here, but its tokenizer is what `ids` is told with.
    let shipped = home.appending(path: "models/\(RunningInstallation.model).gguf")
    try FileManager.default.moveItem(at: shipped, to: home.appending(path: "vocabulary.gguf"))
  }

  private func description(_ model: String, key: URL) -> String {
    let place = model == "echo" ? "api_key_file: \(key.path)" : "api_key_env: WEIR_TEST_UPSTREAM_KEY"
    let trust = model == "untrusted" ? "" : "ca_file: \(authority.authority.path)"
    let api = model == "ids" ? "api: completions\ntokenizer: ../vocabulary.gguf" : "api: chat"
    return """
      url: https://localhost:\(model == "closed" ? freePort() : port)/v1
      model: \(model)
      \(api)
      \(place)
      \(trust)
      """
  }
}

/// A certificate authority for this test, and a certificate for localhost.
private struct Authority {
  let folder: URL
  var authority: URL { folder.appending(path: "ca.pem") }
  var certificate: URL { folder.appending(path: "server.pem") }
  var key: URL { folder.appending(path: "server.key") }

  static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl") }

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "weir-ca-\(UUID().uuidString.prefix(8))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let script = """
      cd "$1"
      openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=authority \
        -keyout ca.key -out ca.pem
      openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=localhost -keyout server.key -out server.csr
      printf 'subjectAltName=DNS:localhost' > names
      openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile names -out server.pem
      """
    let result = try Shell.run(URL(filePath: "/bin/bash"), ["-ec", script, "authority", folder.path], environment: [:])
    try #require(result.status == 0, "\(result.output)")
  }
}
