import Foundation
import HTTPTransport
import Synchronization
import Testing

@testable import Upstream

/// Calls to an upstream: what is sent, when it is sent again, and what is told of a failure.
@Suite struct UpstreamTests {
  private static let deadline = ContinuousClock.now + .seconds(600)
  private static let good = ScriptedTransport.Reply.answer([
    Events.content("Hel"), Events.content("lo", finish: "stop"), Events.done,
  ])

  // MARK: What is sent

  @Test func aChatSendsMessagesAndNothingElse() async throws {
    let transport = ScriptedTransport([Self.good])
    _ = try await ask(transport)
    let body = try json(transport.calls[0].body)
    #expect(Set(body.keys) == ["model", "messages", "max_tokens", "stream", "stream_options", "temperature"])
    #expect(body["messages"] as? [[String: String]] == [["role": "user", "content": "hello"]])
    #expect(transport.calls[0].url == "https://up.example.org/v1/chat/completions")
    #expect(transport.calls[0].fields.contains { $0.name == "authorization" && $0.value == "Bearer secret-key" })
  }

  @Test func aCompletionSendsIDsAndSampling() async throws {
    let transport = ScriptedTransport([.answer([Events.text("a", finish: "stop")])])
    var request = UpstreamRequest(prompt: .ids([1, 2]), tokensMax: 3)
    request.sampling.topK = 4
    request.sampling.minP = 0.5
    request.sampling.logitBias = [7: -1]
    request.sampling.seed = .max
    _ = try await ask(transport, request, api: .completions)
    let body = try json(transport.calls[0].body)
    #expect(body["prompt"] as? [Int] == [1, 2] && body["max_tokens"] as? Int == 3 && body["top_k"] as? Int == 4)
    #expect(body["logit_bias"] as? [String: Double] == ["7": -1] && body["n"] == nil)
    #expect((body["seed"] as? UInt64 ?? .max) < 1 << 53)
    #expect(transport.calls[0].url == "https://up.example.org/v1/completions")
  }

  @Test func fieldsThatTheModelRefusesAreLeftOut() async throws {
    let transport = ScriptedTransport([Self.good])
    var settings = UpstreamSettings(baseURL: "https://up.example.org/v1", model: "m", api: .chat)
    settings.omittedFields = ["temperature", "stream_options"]
    settings.tokensMaxField = "max_completion_tokens"
    _ = try await ask(transport, by: Upstream(settings, transport: transport, runningMax: 1, waitingMax: 0))
    let body = try json(transport.calls[0].body)
    #expect(Set(body.keys) == ["model", "messages", "max_completion_tokens", "stream"])
    #expect(!transport.calls[0].fields.contains { $0.name == "authorization" })
  }

  @Test func aSchemaGoesAsItWasWritten() async throws {
    let transport = ScriptedTransport([Self.good, Self.good, Self.good])
    let schema = #"{"type":"object","properties":{"z":{"type":"null"},"a":{"type":"null"}}}"#
    for text in [schema, "{}", #"{"type":"object"}"#] {
      let request = UpstreamRequest(prompt: .ids([1]), tokensMax: 3, schema: AnswerSchema(text))
      _ = try await ask(transport, request, api: .completions)
    }
    let bodies = transport.calls.map { String(decoding: $0.body, as: UTF8.self) }
    #expect(
      bodies[0].hasSuffix(
        #","response_format":{"type":"json_schema","json_schema":{"name":"answer","strict":true,"schema":\#(schema)}}}"#
      ))
    #expect(bodies[1...].allSatisfy { $0.hasSuffix(#","response_format":{"type":"json_object"}}"#) })
    for call in transport.calls { #expect(try json(call.body)["response_format"] != nil) }
  }

  @Test(arguments: ["", "{", "5", #"[{}]"#, #"{}},"messages":[{"#, "{} {}"]) func whatIsNoSchemaReachesNoBody(
    text: String
  ) {
    #expect(AnswerSchema(text) == nil)
  }

  @Test func nothingOfACallPrints() {
    let call = HTTPCall(
      .post, "https://x/secret", fields: [("authorization", "secret")], body: Array("secret".utf8),
      deadline: Self.deadline)
    #expect(!"\(call) \(String(reflecting: call)) \(Mirror(reflecting: call).children.map { $0 })".contains("secret"))
  }

  // MARK: Retries

  @Test(
    "what fails before the first token is tried again",
    arguments: [
      .fails(.cannotConnect), .fails(.brokenOff), .fails(.timedOut), .status(429), .status(500), .status(502),
      .status(503), .status(408), .breaksOff([": keep-alive\n\n"]), .answer(["data: {\"error\":{}}\n\n"]),
    ] as [ScriptedTransport.Reply])
  func transient(failure: ScriptedTransport.Reply) async throws {
    let transport = ScriptedTransport([failure, Self.good])
    #expect(try await ask(transport) == "Hello")
    #expect(transport.calls.count == 2 && transport.calls[0].body == transport.calls[1].body)
  }

  @Test(
    "what would fail again is not",
    arguments: [
      (.status(400), .status(400)), (.status(401), .status(401)), (.status(404), .status(404)),
      (.status(302), .status(302)), (.fails(.untrusted), .transport(.untrusted)),
      (.fails(.deadlineExceeded), .transport(.deadlineExceeded)), (.answer(["data: {\n\n"]), .malformed),
    ] as [(ScriptedTransport.Reply, UpstreamError)])
  func permanent(failure: ScriptedTransport.Reply, error: UpstreamError) async throws {
    let transport = ScriptedTransport([failure, Self.good])
    await #expect(throws: error) { try await ask(transport) }
    #expect(transport.calls.count == 1)
  }

  @Test func nothingIsTriedAgainOnceATokenWasHandedOn() async throws {
    let transport = ScriptedTransport([.breaksOff([Events.content("Hel")]), Self.good])
    await #expect(throws: UpstreamError.transport(.brokenOff)) { try await ask(transport) }
    #expect(transport.calls.count == 1)
  }

  @Test func triesAreLimited() async throws {
    let transport = ScriptedTransport(Array(repeating: .status(503), count: 9))
    await #expect(throws: UpstreamError.status(503)) { try await ask(transport) }
    #expect(transport.calls.count == 3)
  }

  @Test func manyFailingCallsUseUpTheirAllowance() async throws {
    let transport = ScriptedTransport(Array(repeating: .status(503), count: 200))
    let upstream = upstream(transport)
    for _ in 0..<50 { await #expect(throws: UpstreamError.self) { try await ask(transport, by: upstream) } }
    #expect((60...72).contains(transport.calls.count), "\(transport.calls.count)")
  }

  @Test(
    "waits before retries",
    arguments: [
      ([:], [.milliseconds(125), .milliseconds(250)]), (["retry-after": "3"], [.seconds(3), .seconds(3)]),
      (["retry-after": "60"], []), (["retry-after": "tomorrow"], [.milliseconds(125), .milliseconds(250)]),
    ] as [([String: String], [Duration])])
  func backoff(fields: [String: String], waits: [Duration]) async throws {
    let slept = Mutex<[Duration]>([])
    let transport = ScriptedTransport(Array(repeating: .status(429, fields), count: 3))
    let world = Upstream.World(sleep: { duration in slept.withLock { $0.append(duration) } }, random: { 0.5 })
    await #expect(throws: UpstreamError.status(429)) { try await ask(transport, by: upstream(transport, world: world)) }
    #expect(slept.withLock { $0 } == waits)
  }

  @Test func noRetryBeginsAfterTheDeadline() async throws {
    let transport = ScriptedTransport([.status(503, ["retry-after": "10"]), Self.good])
    let world = Upstream.World(now: { Self.deadline - .seconds(5) }, sleep: { _ in }, random: { 1 })
    await #expect(throws: UpstreamError.status(503)) { try await ask(transport, by: upstream(transport, world: world)) }
  }

  // MARK: Ends

  @Test func cancellingClosesTheConnection() async throws {
    let transport = ScriptedTransport([.hangs([Events.content("Hel")])])
    let (begun, signal) = AsyncStream<Void>.makeStream()
    let upstream = upstream(transport)
    let call = Task {
      try await upstream.generate(Self.request, deadline: Self.deadline) { _ in signal.yield() }
    }
    for await _ in begun { break }
    #expect(!transport.isClosed && upstream.load.running == 1)
    call.cancel()
    await #expect(throws: UpstreamError.cancelled) { try await call.value }
    #expect(transport.isClosed && upstream.load.running == 0)
  }

  @Test func aReceiverThatThrowsEndsTheCall() async throws {
    let transport = ScriptedTransport([.hangs([Events.content("Hel")])])
    await #expect(throws: CocoaError.self) {
      try await upstream(transport).generate(Self.request, deadline: Self.deadline) { _ in
        throw CocoaError(.fileNoSuchFile)
      }
    }
    #expect(transport.isClosed)
  }

  @Test func noErrorRepeatsWhatTheUpstreamSaid() async throws {
    for reply in [.status(400), .answer(["data: {\"error\":{\"message\":\"secret\"}}\n\n"])]
      as [ScriptedTransport.Reply]
    {
      let transport = ScriptedTransport(Array(repeating: reply, count: 3))
      let error = await #expect(throws: UpstreamError.self) { try await ask(transport) }
      #expect("\(String(describing: error)) \(String(reflecting: error))".contains("secret") == false)
    }
  }

  private static let request = UpstreamRequest(prompt: .messages([.init(role: "user", content: "hello")]), tokensMax: 5)

  private func upstream(
    _ transport: ScriptedTransport, api: UpstreamSettings.API = .chat,
    world: Upstream.World = Upstream.World(sleep: { _ in }, random: { 1 })
  ) -> Upstream {
    let settings = UpstreamSettings(baseURL: "https://up.example.org/v1/", model: "m", api: api, apiKey: "secret-key")
    return Upstream(settings, transport: transport, runningMax: 2, waitingMax: 2, world: world)
  }

  @discardableResult private func ask(
    _ transport: ScriptedTransport, _ request: UpstreamRequest = request, api: UpstreamSettings.API = .chat,
    by upstream: Upstream? = nil
  ) async throws -> String {
    let text = Mutex("")
    try await (upstream ?? self.upstream(transport, api: api)).generate(request, deadline: Self.deadline) { token in
      text.withLock { $0 += token.text }
    }
    return text.withLock { $0 }
  }

  private func json(_ bytes: [UInt8]) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
  }
}
