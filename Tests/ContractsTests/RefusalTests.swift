import Contracts
import TestSupport
import Testing

@Suite struct RefusalTests {
  @Test(
    "fields that protobuf-c leaves unchecked",
    arguments: [
      ([0x12, 2, 0xc3, 0x28], ContractError.invalidUTF8(field: "EncodeRequest.text")),
      ([0x12, 3, 0xed, 0xa0, 0x80], .invalidUTF8(field: "EncodeRequest.text")),  // a surrogate
      ([0x12, 2, 0xc0, 0x80], .invalidUTF8(field: "EncodeRequest.text")),  // an overlong NUL
      ([0x12, 5, 0x61], .malformed(message: "EncodeRequest")),  // longer than the message
      ([0x10, 5], .malformed(message: "EncodeRequest")),  // a number where text belongs
      ([0xff], .malformed(message: "EncodeRequest")),
    ] as [([UInt8], ContractError)])
  func text(wire: [UInt8], error: ContractError) {
    #expect(throws: error) { try EncodeRequest(wire: wire) }
  }

  @Test(
    "numbers without sense",
    arguments: [
      ([0x0d, 0, 0, 0xc0, 0x7f], ContractError.notFinite(field: "Sampling.temperature")),  // NaN
      ([0x1d, 0, 0, 0x80, 0x7f], .notFinite(field: "Sampling.top_p")),  // infinity
    ] as [([UInt8], ContractError)])
  func numbers(wire: [UInt8], error: ContractError) {
    #expect(throws: error) { try Sampling(wire: wire) }
    let nested: [UInt8] = [0x22, UInt8(wire.count)] + wire
    #expect(throws: error) { try GenerateRequest(wire: nested) }
  }

  @Test("one more than a field may hold", arguments: oversized)
  func overLimit(request: GenerateRequest, error: ContractError) throws {
    #expect(throws: error) { try GenerateRequest(wire: request.wireBytes()) }
  }

  private static let oversized: [(GenerateRequest, ContractError)] = [
    (GenerateRequest(stop: [""]), .outOfRange(field: "GenerateRequest.stop")),
    (
      GenerateRequest(stop: Array(repeating: "a", count: 17)), .tooMany(field: "GenerateRequest.stop", countMax: 16)
    ),
    (
      GenerateRequest(stop: [String(repeating: "a", count: 1_025)]),
      .tooLong(field: "GenerateRequest.stop", bytesMax: 1_024)
    ),
    (
      GenerateRequest(tenantSalt: Array(repeating: 1, count: 65)),
      .tooLong(field: "GenerateRequest.tenant_salt", bytesMax: 64)
    ),
    (
      GenerateRequest(adapter: String(repeating: "a", count: 257)),
      .tooLong(field: "GenerateRequest.adapter", bytesMax: 256)
    ),
    (
      GenerateRequest(jsonSchema: String(repeating: " ", count: 65_537)),
      .tooLong(field: "GenerateRequest.json_schema", bytesMax: 65_536)
    ),
    (GenerateRequest(topLogProbabilities: 21), .outOfRange(field: "GenerateRequest.top_log_probabilities")),
    (
      GenerateRequest(sampling: Sampling(logitBias: Array(repeating: LogitBias(tokenID: 1), count: 1_025))),
      .tooMany(field: "Sampling.logit_bias", countMax: 1_024)
    ),
  ]

  @Test func whatAWorkerListsIsBounded() throws {
    let adapters = DescribeReply(adapters: Array(repeating: "a", count: 1_025))
    #expect(throws: ContractError.tooMany(field: "DescribeReply.adapters", countMax: 1_024)) {
      try DescribeReply(wire: adapters.wireBytes())
    }
    let top = GenerateChunk(top: Array(repeating: TokenLogProbability(), count: 21))
    #expect(throws: ContractError.tooMany(field: "GenerateChunk.top", countMax: 20)) {
      try GenerateChunk(wire: top.wireBytes())
    }
  }

  @Test func tokenIDsAreWholeAndNotNegative() {
    let error = ContractError.outOfRange(field: "EncodeReply.ids")
    #expect(throws: error) { try EncodeReply(wire: [0x0a, 3, 1, 0, 0]) }
    #expect(throws: error) { try EncodeReply(wire: [0x0a, 4, 0, 0, 0, 0x80]) }
    #expect(throws: ContractError.outOfRange(field: "GenerateChunk.token_id")) {
      try GenerateChunk(wire: [0x10, 0xff, 0xff, 0xff, 0xff, 0x0f])
    }
  }

  @Test func anEventIsSomething() {
    #expect(throws: ContractError.missing(field: "ChatEvent.event")) { try ChatEvent(wire: []) }
  }

  @Test func size() throws {
    let fits = DecodeReply(text: String(repeating: "a", count: WireLimits.messageBytesMax - 5)).wireBytes()
    #expect(fits.count == WireLimits.messageBytesMax)
    _ = try DecodeReply(wire: fits)
    #expect(throws: ContractError.tooLarge(bytes: fits.count + 1, limit: fits.count)) {
      try DecodeReply(wire: fits + [0])
    }
  }

  @Test("an empty element of 2 bytes would cost 100 in memory", arguments: [0x0a, 0x12, 0x22] as [UInt8])
  func amplification(tag: UInt8) {
    let bomb = [[UInt8]](repeating: [tag, 0], count: 200_000).flatMap { $0 }
    #expect(throws: ContractError.overBudget(message: "IngestRequest")) { try IngestRequest(wire: bomb) }
  }

  @Test func smallestHonestElementsFitTheBudget() throws {
    let turns = [ChatTurn](repeating: ChatTurn(role: "u", content: "ok"), count: 300_000)
    let request = EncodeChatRequest(model: "m", turns: turns, addGenerationPrompt: true)
    #expect(try EncodeChatRequest(wire: request.wireBytes()).turns.count == turns.count)
  }
}
