import Audit
@_spi(Identified) import ChatPipeline
import Foundation
import Policy
import Testing

/// Where a caller wants an answer to end, and what shape it wants it to have.
@Suite struct StopTests {
  @Test func anAnswerEndsBeforeAStopStringThatComesInPieces() async throws {
    let walk = try Walk(answer: ["First.", "\nUs", "er", ": second."])
    let reply = try await walk.ask("hello", stop: ["\nUser:"])
    #expect(reply.texts == ["First."])
    #expect(reply.outcome.finishes == [.stop])
  }

  @Test func whatOnlyBeginsLikeAStopStringIsShown() async throws {
    let walk = try Walk(answer: ["First.", "\nUs"])
    #expect(try await walk.ask("hello", stop: ["\nUser:"]).texts == ["First.\nUs"])
  }

  @Test func aNameInAStopStringIsTheSurrogateThatTheModelWrites() async throws {
    let walk = try Walk(answer: ["Well. ", "[NA", "ME_1]: more"])
    let reply = try await walk.ask(WalkTests.question, stop: ["Mr. John Smith:"])
    #expect(reply.texts == ["Well. "])
    #expect(!walk.seenByBackends.contains { $0.contains("Smith") }, "a back end saw an identifier")
  }

  @Test func eachChoiceEndsByItself() async throws {
    let walk = try Walk(answer: ["one", "|two"])
    #expect(try await walk.ask("hello", choices: 2, stop: ["|"]).texts == ["one", "one"])
  }

  @Test func theRecordCommitsToWhatWasSentAndCountsTheStopStrings() async throws {
    let walk = try Walk(answer: ["one|", "two"])
    let plain = try Walk(answer: ["one"])
    _ = try await walk.ask("hello", stop: ["|"])
    _ = try await plain.ask("hello")
    let records = try walk.records()
    #expect(records.first?.generation?.sampling?.stopStrings == 1)
    #expect(try records.last?.tokens?.completion == 1 && plain.records().last?.tokens?.completion == 1)
  }

  @Test func aSchemaGoesOnlyToAModelThatCanKeepIt() async throws {
    let schema = #"{"type":"object"}"#
    let plain = try Walk(answer: ["{}"])
    let refusal = await #expect(throws: Refusal.self) { try await plain.ask("hello", schema: schema) }
    #expect(refusal?.status == .invalidRequest && refusal?.step == .assemble)
    let able = try Walk(answer: ["{}"], servesJSONSchema: true)
    #expect(try await able.ask("hello", schema: schema).texts == ["{}"])
    #expect(able.seenByBackends.contains(schema))
  }

  @Test func aSchemaThatNamesSomebodyIsRefused() async throws {
    let walk = try Walk(answer: ["{}"], servesJSONSchema: true)
    let schema = #"{"enum":["Mr. John Smith","SSN 536-90-4399"]}"#
    let refusal = await #expect(throws: Refusal.self) { try await walk.ask("hello", schema: schema) }
    #expect(refusal?.status == .invalidRequest && refusal?.step == .deidentify)
    #expect(walk.seenByBackends.isEmpty)
  }

  /// RFC 8259, section 7: control characters and quotation marks within a string are escaped.
  @Test func whatIsPutBackIntoJSONKeepsItJSON() async throws {
    let question = "I live at 12 Elm Street,\nSpringfield, IL 62704. Call (415) 555-0132."
    let walk = try Walk(answer: [#"{"where":"[LOCATION_1]"}"#], servesJSONSchema: true)
    let reply = try await walk.ask(question, schema: #"{"type":"object"}"#)
    #expect(walk.seenByBackends.contains { $0.contains("[LOCATION_1]") })
    let object = try JSONDecoder().decode([String: String].self, from: Data(reply.texts[0].utf8))
    #expect(object["where"]?.hasPrefix("12 Elm Street") == true, "\(reply.texts)")
  }

  @Test func tenantsHaveSaltsOfTheirOwnThatDoNotNameThem() async throws {
    let walk = try Walk(answer: ["fine"])
    for bearer in ["right", "right", "neighbour"] { _ = try await walk.ask("hello", bearer: bearer) }
    #expect(walk.salts[0] == walk.salts[1] && walk.salts[0] != walk.salts[2] && walk.salts[0].count == 32)
    #expect(String(decoding: walk.salts[0], as: UTF8.self).contains("ward") == false)
  }

  @Test func anAdapterIsClearedAndRecordedByItsName() async throws {
    let walk = try Walk(answer: ["fine"])
    for model in ["m", "m:law"] { _ = try await walk.ask("hello", model: model) }
    #expect(walk.models == ["m", "m:law"])
    let generations = try walk.records().compactMap(\.generation)
    #expect(generations.map(\.model) == ["m", "m", "m", "m"])
    #expect(generations.map(\.adapter) == [nil, nil, "law", "law"])
  }

  @Test func aPolicyThatAllowsTheModelDoesNotAllowItsAdapters() async throws {
    let narrow = Policy.standardYAML.replacing("models: ['*']", with: "models: [m]")
    let walk = try Walk(answer: ["fine"], policy: narrow)
    #expect(try await walk.ask("hello").texts == ["fine"])
    let refusal = await #expect(throws: Refusal.self) { try await walk.ask("hello", model: "m:law") }
    #expect(refusal?.status == .forbidden)
  }

  @Test func recordsNameTheUpstream() async throws {
    let walk = try Walk(answer: ["fine"], upstream: "models.example.org")
    _ = try await walk.ask("hello")
    #expect(try walk.records().map(\.generation?.upstream) == ["models.example.org", "models.example.org"])
  }
}
