import Contracts
import TestSupport
import Testing

@Suite struct RoundTripTests {
  @Test("what was encoded is decoded", arguments: 0..<allMessages.count)
  func roundTrip(index: Int) throws {
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<200 { try check(allMessages[index], &generator) }
  }

  private func check<Message: RandomMessage>(_: Message.Type, _ generator: inout SeededGenerator) throws {
    let message = Message.random(&generator)
    #expect(try Message(wire: message.wireBytes()) == message)
  }

  // Bytes by hand from the encoding's description, so that encoder and decoder cannot be wrong together.
  @Test func wireFormat() throws {
    let request = EncodeRequest(model: "m", text: "é\0", addSpecial: true)
    #expect(request.wireBytes() == [0x0a, 1, 0x6d, 0x12, 3, 0xc3, 0xa9, 0, 0x18, 1])
    #expect(EncodeReply(ids: [1, 258]).wireBytes() == [0x0a, 8, 1, 0, 0, 0, 2, 1, 0, 0])
    let chunk = GenerateChunk(choice: 1, tokenID: 300, text: [0xff], logProbability: -1, finish: .stop)
    #expect(chunk.wireBytes() == [0x08, 1, 0x10, 0xac, 2, 0x1a, 1, 0xff, 0x25, 0, 0, 0x80, 0xbf, 0x28, 1])
    #expect(ChatEvent.delta(ChatDelta(choice: 0, text: "a")).wireBytes() == [0x0a, 3, 0x12, 1, 0x61])
    #expect(ModelsRequest().wireBytes() == [])
  }

  @Test func unknownFieldsAreDropped() throws {
    let known = DecodeReply(text: "ok")
    let decoded = try DecodeReply(wire: known.wireBytes() + [0x98, 0x06, 1] /* field 99 */)
    #expect(decoded.wireBytes() == known.wireBytes())
  }

  @Test func unknownFinishReasonEndsTheSequence() throws {
    let chunk = try GenerateChunk(wire: [0x28, 9])
    #expect(chunk.finish == .unrecognized(9))
    #expect(chunk.finish.isFinal)
  }

  @Test func absentSubmessagesAreTheirDefaults() throws {
    let request = try GenerateRequest(wire: [0x0a, 1, 0x6d])
    #expect(request == GenerateRequest(model: "m"))
    #expect(request.clearance == ClearanceToken())
  }

  @Test func messagesPrintTheirTypeOnly() {
    let message = WeirChatMessage(role: "user", content: "canary")
    let printed = "\(message) \(String(reflecting: message)) \([message]) \(Mirror(reflecting: message).children.count)"
    #expect(printed == "WeirChatMessage WeirChatMessage [WeirChatMessage] 0")
  }
}
