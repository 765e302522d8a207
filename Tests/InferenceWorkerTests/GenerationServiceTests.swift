import Clearance
import Contracts
import Cryptography
import Generation
import GenerationTestSupport
import Messaging
import Scheduling
import Testing

@testable import weir_worker

/// A worker obeys cleared calls only.
struct GenerationServiceTests {
  private static let gateway = SigningKey()
  private let service = makeService()

  @Test func `a cleared call streams its tokens`() async throws {
    let chunks = try await generate(call([3, 4], maxTokens: 3))
    #expect(chunks.map(\.tokenID) == [5, 6, 7])
    #expect(chunks.map(\.text) == [[5], [6], [7]])
    #expect(chunks.map(\.finish) == [.none, .none, .length])
  }

  @Test func `every alternative finishes`() async throws {
    var request = call([3], maxTokens: 2)
    request.choices = 3
    let chunks = try await generate(request)
    #expect(Set(chunks.filter { $0.finish == .length }.map(\.choice)) == [0, 1, 2])
  }

  @Test func `calls that were not cleared are denied`() async throws {
    let cleared = call([3, 4], maxTokens: 3)
    let changes: [(inout GenerateRequest) -> Void] = [
      { $0.clearance = ClearanceToken() },
      { $0.clearance.signature[0] ^= 1 },
      { $0.clearance.statement[20] ^= 1 },
      { $0.promptIDs.append(5) },
      { $0.promptIDs = [4, 3] },
      { $0.maxTokens = 4 },
      { $0.model = "other" },
      { $0 = call([3, 4], maxTokens: 3, by: SigningKey()) },
      { $0 = call([3, 4], maxTokens: 3, expires: 999) },
    ]
    for (number, change) in changes.enumerated() {
      var request = cleared
      change(&request)
      #expect(await status(request) == .permissionDenied, "change \(number)")
    }
    #expect(await status(cleared) == .ok)
  }

  @Test func `a clearance serves once`() async throws {
    let request = call([3], maxTokens: 1)
    #expect(await status(request) == .ok)
    #expect(await status(request) == .permissionDenied)
  }

  @Test func `what cannot be served is an invalid argument with numbers`() async throws {
    let long = await refusal(call([Int32](repeating: 1, count: 60), maxTokens: 10))
    #expect(long?.status == .invalidArgument)
    #expect(long?.message.contains("60") == true && long?.message.contains("64") == true)
    #expect(await status(call([200], maxTokens: 1)) == .invalidArgument)
    #expect(await status(call([], maxTokens: 1)) == .invalidArgument)
    #expect(await refusal(bytes: [0xff])?.status == .invalidArgument)
  }

  @Test func `a stop string ends the call with the token that completes it`() async throws {
    var request = call([64], maxTokens: 9)
    request.stop = ["CD", "xyz"]
    let chunks = try await generate(request)
    #expect(chunks.flatMap(\.text) == Array("ABCD".utf8) && chunks.last?.finish == .stop)
  }

  @Test func `other tokens come with their bytes and log probabilities`() async throws {
    var request = call([64], maxTokens: 2)
    request.topLogProbabilities = 2
    let chunks = try await generate(request)
    #expect(chunks.map(\.top.count) == [2, 2])
    for chunk in chunks {
      #expect(
        chunk.top[0]
          == TokenLogProbability(tokenID: chunk.tokenID, text: chunk.text, logProbability: chunk.logProbability))
      #expect(chunk.top[1].logProbability < chunk.logProbability && !chunk.top[1].text.isEmpty)
    }
  }

  @Test func `what this worker does not have is refused and the clearance stays good`() async throws {
    var request = call([3], maxTokens: 1)
    let changes: [(inout GenerateRequest) -> Void] = [
      { $0.adapter = "contracts" }, { $0.jsonSchema = #"{"not":{}}"# },
    ]
    for (number, change) in changes.enumerated() {
      var changed = request
      change(&changed)
      #expect(await status(changed) == .invalidArgument, "change \(number)")
    }
    request.tenantSalt = [1, 2, 3]
    #expect(await status(request) == .ok)
  }

  @Test func `a clearance is made out to the adapter too`() async throws {
    let service = Self.makeService(adapters: ["law", "tax"])
    #expect(service.description.variants == ["scripted:law", "scripted:tax"])
    for (made, named, expected) in [
      ("scripted:law", "law", StatusCode.ok), ("scripted:law", "tax", .permissionDenied),
      ("scripted:law", "", .permissionDenied), ("scripted", "law", .permissionDenied), ("scripted", "", .ok),
    ] {
      var request = call([3], maxTokens: 1, clearedFor: made)
      request.adapter = named
      #expect(await status(request, by: service) == expected, "\(made) for '\(named)'")
    }
  }

  @Test func `an answer is held to its schema`() async throws {
    let service = Self.makeService(tokenBytes: { [UInt8($0 + 28)] })
    #expect(service.description.servesJSONSchema && !self.service.description.servesJSONSchema)
    var request = call([Int32(48 - 28)], maxTokens: 9)
    request.jsonSchema = #"{"type":"integer","minimum":0,"maximum":12}"#
    let chunks = try await generate(request, by: service)
    #expect(chunks.flatMap(\.text) == Array("12".utf8) && chunks.last?.finish == .stop)
  }

  @Test func `a schema that cannot be held is refused by keyword and place`() async throws {
    let service = Self.makeService(tokenBytes: { [UInt8($0 + 28)] })
    var request = call([3], maxTokens: 1)
    request.jsonSchema = #"{"type":"array","items":{"uniqueItems":true}}"#
    let refusal = await refusal(request, by: service)
    #expect(refusal?.status == .invalidArgument)
    #expect(refusal?.message.contains("#/items") == true && refusal?.message.contains("uniqueItems") == true)
    request.jsonSchema = ""
    #expect(await status(request, by: service) == .ok)
  }

  @Test func `a full engine says so and leaves the clearance good`() async throws {
    let gate = StepGate()
    let service = Self.makeService(gate: gate, slots: 1, waitingMax: 0)
    let running = Task { try await generate(call([1], maxTokens: 2), by: service).count }
    while service.engine.load.running == 0 { await Task.yield() }
    let waiting = call([2], maxTokens: 1)
    #expect(await status(waiting, by: service) == .resourceExhausted)
    gate.allow(10)
    #expect(try await running.value == 2)
    #expect(await status(waiting, by: service) == .ok)
  }

  @Test func `a cancelled call frees its slot`() async throws {
    let gate = StepGate()
    let service = Self.makeService(gate: gate, slots: 1, waitingMax: 1)
    let running = Task { await status(call([1], maxTokens: 50), by: service) }
    while service.engine.load.running == 0 { await Task.yield() }
    running.cancel()
    #expect(await running.value == .cancelled)
    gate.allow(2)
    #expect(await status(call([2], maxTokens: 1), by: service) == .ok)
  }

  // MARK: Helpers

  private static func makeService(
    gate: StepGate? = nil, slots: Int = 4, waitingMax: Int = 8, adapters: [String] = [],
    tokenBytes: @escaping @Sendable (Int32) -> [UInt8] = { [UInt8($0)] }
  ) -> GenerationService {
    var configuration = EngineConfiguration()
    (configuration.slots, configuration.waitingMax, configuration.contextTokens) = (slots, waitingMax, 64)
    let calls = CallGate(
      model: "scripted", verifier: ClearanceVerifier(trusted: [gateway.verificationKey]), now: { 1000 })
    return GenerationService(
      gate: calls,
      engine: Engine(ScriptedModel(gate: gate, adapterCount: adapters.count), configuration, tokenBytes: tokenBytes),
      adapters: adapters)
  }

  private func call(
    _ prompt: [Int32], maxTokens: UInt32, by key: SigningKey = gateway, expires: UInt64 = 1010,
    clearedFor model: String = "scripted"
  ) -> GenerateRequest {
    let statement = try! ClearanceStatement(
      promptDigest: Digest(of: TokenIDs.bytes(of: prompt)), policyDigest: Digest(of: []), auditIndex: 7,
      model: model, maxTokens: maxTokens, expires: expires, nonce: .random())
    let clearance = Clearance.sign(statement, key: key)
    return GenerateRequest(
      model: "scripted", promptIDs: prompt, maxTokens: maxTokens, choices: 1,
      clearance: ClearanceToken(statement: clearance.statement, signature: clearance.signature))
  }

  private func generate(_ request: GenerateRequest, by other: GenerationService? = nil) async throws -> [GenerateChunk]
  {
    var chunks: [GenerateChunk] = []
    try await (other ?? service).generate(request.wireBytes()) { (chunk) throws(RPCError) in chunks.append(chunk) }
    return chunks
  }

  private func refusal(bytes: [UInt8], by other: GenerationService? = nil) async -> RPCError? {
    do throws(RPCError) {
      try await (other ?? service).generate(bytes) { (_) throws(RPCError) in }
      return nil
    } catch { return error }
  }

  private func refusal(_ request: GenerateRequest, by other: GenerationService? = nil) async -> RPCError? {
    await refusal(bytes: request.wireBytes(), by: other)
  }

  private func status(_ request: GenerateRequest, by other: GenerationService? = nil) async -> StatusCode {
    await refusal(request, by: other)?.status ?? .ok
  }
}
