import Clearance
import Contracts
import Cryptography
import HTTPTransport
import Messaging
import Synchronization
import Testing
import Tokenization
import Upstream

@testable import weir_worker

/// A relay obeys cleared calls only, and sends upstream what their ids say and nothing else.
struct RelayServiceTests {
  private static let gateway = SigningKey()
  private static let codec = ConversationCodec(try! .bytes())
  private static let turns = [ConversationTurn("system", "Be brief."), ConversationTurn("user", "Hello \"there\"")]

  @Test func `a cleared call streams the upstream's answer`() async throws {
    let server = RecordedServer(answer: ["Hel", "lo"])
    let chunks = try await generate(call(), by: relay(server))
    #expect(chunks.map { String(decoding: $0.text, as: UTF8.self) }.joined() == "Hello")
    #expect(chunks.last?.finish == .stop)
  }

  @Test func `upstream goes exactly what the ids say`() async throws {
    let server = RecordedServer(answer: ["x"])
    _ = try await generate(
      call {
        $0.stop = ["canary"]; $0.tenantSalt = Array("canary".utf8)
      }, by: relay(server))
    #expect(
      server.bodies == [
        #"{"max_tokens":9,"messages":[{"content":"Be brief.","role":"system"},"#
          + #"{"content":"Hello \"there\"","role":"user"}],"model":"upstream-model","seed":0,"stream":true,"#
          + #""stream_options":{"include_usage":true},"temperature":0}"#
      ])
  }

  @Test func `calls that were not cleared reach no upstream`() async throws {
    let server = RecordedServer(answer: ["x"])
    let changes: [(inout GenerateRequest) -> Void] = [
      { $0.clearance = ClearanceToken() }, { $0.clearance.signature[0] ^= 1 }, { $0.promptIDs[1] += 1 },
      { $0.maxTokens += 1 }, { $0.model = "other" },
    ]
    for change in changes { #expect(await status(call(change), by: relay(server)) == .permissionDenied) }
    #expect(server.bodies.isEmpty)
  }

  @Test func `a clearance serves once`() async throws {
    let relay = relay(RecordedServer(answer: ["x"]))
    let request = call()
    #expect(await status(request, by: relay) == .ok)
    #expect(await status(request, by: relay) == .permissionDenied)
  }

  @Test func `what an upstream cannot do is refused before the clearance is used`() async throws {
    let relay = relay(RecordedServer(answer: ["x"]))
    let request = call()
    let changes: [(inout GenerateRequest) -> Void] = [
      { $0.adapter = "a" }, { $0.jsonSchema = "{}}" }, { $0.topLogProbabilities = 1 }, { $0.choices = 3 },
      { $0.sampling.logitBias = [LogitBias(tokenID: 1, bias: 1)] },
    ]
    for change in changes {
      var changed = request
      change(&changed)
      #expect(await status(changed, by: relay) == .invalidArgument)
    }
    #expect(await status(call(maxTokens: 5_000), by: relay) == .invalidArgument)
    #expect(await status(request, by: relay) == .ok)
  }

  @Test func `a schema goes upstream, unless the upstream is told nothing of formats`() async throws {
    let server = RecordedServer(answer: ["{}"])
    let schema = #"{"type":"object","properties":{"b":{"type":"null"},"a":{"type":"null"}}}"#
    _ = try await generate(call { $0.jsonSchema = schema }, by: relay(server))
    #expect(server.bodies.first?.contains(#""schema":\#(schema)}"#) == true)
    let plain = relay(RecordedServer(answer: ["x"]), omitting: ["response_format"])
    #expect(!plain.description.servesJSONSchema)
    #expect(await status(call { $0.jsonSchema = schema }, by: plain) == .invalidArgument)
  }

  @Test func `ids that are no conversation are refused`() async throws {
    let server = RecordedServer(answer: ["x"])
    #expect(await status(call(ids: [65, 66]), by: relay(server)) == .failedPrecondition)
    #expect(server.bodies.isEmpty)
  }

  @Test(arguments: [
    (400, StatusCode.invalidArgument), (401, .failedPrecondition), (404, .notFound), (429, .resourceExhausted),
    (500, .aborted), (503, .aborted), (302, .failedPrecondition),
  ])
  func `an upstream's refusal is told by its status, without its words`(code: Int, status: StatusCode) async {
    do throws(RPCError) {
      _ = try await generate(call(), by: relay(RecordedServer(answer: ["secret"], status: code)))
      Issue.record("answered")
    } catch {
      #expect(error.status == status && !error.message.contains("secret"))
    }
  }

  @Test func `it describes itself with its upstream`() {
    let description = relay(RecordedServer(answer: [])).description
    #expect(description.upstream == "up.example.org" && description.model == "relayed" && description.servesJSONSchema)
  }

  private func relay(_ server: RecordedServer, omitting fields: Set<String> = []) -> RelayService {
    var settings = UpstreamSettings(baseURL: "https://up.example.org/v1", model: "upstream-model", api: .chat)
    settings.choicesMax = 2
    settings.omittedFields = fields
    settings.retry.retriesMax = 0
    return RelayService(
      gate: CallGate(
        model: "relayed", verifier: ClearanceVerifier(trusted: [Self.gateway.verificationKey]), now: { 1000 }),
      upstream: Upstream(settings, transport: server, runningMax: 2, waitingMax: 2), host: "up.example.org",
      contextTokens: 4_096, slots: 2, conversations: Self.codec)
  }

  private func call(ids: [Int32]? = nil, maxTokens: UInt32 = 9, _ change: (inout GenerateRequest) -> Void = { _ in })
    -> GenerateRequest
  {
    let ids = ids ?? (try! Self.codec.encode(Self.turns, addGenerationPrompt: true))
    let statement = try! ClearanceStatement(
      promptDigest: Digest(of: TokenIDs.bytes(of: ids)), policyDigest: Digest(of: []), auditIndex: 7, model: "relayed",
      maxTokens: maxTokens, expires: 1010, nonce: .random())
    let clearance = Clearance.sign(statement, key: Self.gateway)
    var request = GenerateRequest(
      model: "relayed", promptIDs: ids, maxTokens: maxTokens, choices: 1,
      clearance: ClearanceToken(statement: clearance.statement, signature: clearance.signature))
    change(&request)
    return request
  }

  private func generate(_ request: GenerateRequest, by relay: RelayService) async throws(RPCError) -> [GenerateChunk] {
    let chunks = Mutex<[GenerateChunk]>([])
    try await relay.generate(request.wireBytes(), deadline: nil) { chunk in chunks.withLock { $0.append(chunk) } }
    return chunks.withLock { $0 }
  }

  private func status(_ request: GenerateRequest, by relay: RelayService) async -> StatusCode {
    do throws(RPCError) {
      _ = try await generate(request, by: relay)
      return .ok
    } catch { return error.status }
  }
}

/// An upstream that says the same each time, and keeps what it was sent.
private final class RecordedServer: HTTPTransport {
  private let answer: [String]
  private let status: Int
  private let received = Mutex<[String]>([])

  init(answer: [String], status: Int = 200) {
    self.answer = answer
    self.status = status
  }

  var bodies: [String] { received.withLock { $0 } }

  func exchange<Result: Sendable>(
    _ call: HTTPCall, _ receive: (HTTPHead, inout any HTTPBody) async throws -> Result
  ) async throws -> Result {
    received.withLock { $0.append(String(decoding: call.body, as: UTF8.self)) }
    let last = #"data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#
    let events = answer.map { #"data: {"choices":[{"index":0,"delta":{"content":"\#($0)"}}]}"# } + [last]
    var body: any HTTPBody = Whole(bytes: Array(events.map { $0 + "\n\n" }.joined().utf8))
    return try await receive(HTTPHead(status: status), &body)
  }

  private struct Whole: HTTPBody {
    var bytes: [UInt8]?

    mutating func next() async throws -> [UInt8]? {
      defer { bytes = nil }
      return bytes
    }
  }
}
