import Audit
import ChatPipeline
import Policy
import Testing

// HIPAA 164.312(b): who examines what is recorded. GDPR Art. 5(1)(c): of the text no more than is needed.
@Suite struct DeidentificationRecordTests {
  @Test func deidentifyingATextIsOnTheRecordByKindsAndCounts() async throws {
    let walk = try Walk(answer: [])
    let text = try await walk.deidentify(WalkTests.question)
    #expect(text.contains("[NAME_1]"))
    #expect(walk.journal == ["record text.deidentify"])
    let record = try #require(try walk.records().last)
    #expect(record.kind == .administrative && record.act?.subject == "r1" && record.keyID == "k1")
    #expect(record.entityCounts["NAME"] == 1 && record.entityCounts["PHONE"] == 1)
  }

  @Test func theRecordHoldsNoValue() async throws {
    let walk = try Walk(answer: [])
    _ = try await walk.deidentify(WalkTests.question)
    let record = String(decoding: try #require(try walk.records().last).canonicalBytes(), as: UTF8.self)
    for secret in ["John", "Smith", "536-90-4399", "555-0132", "cough"] { #expect(!record.contains(secret)) }
  }

  @Test func withoutARecordNothingIsGivenBack() async throws {
    let walk = try Walk(answer: [], fault: .auditIntent)
    let refusal = await #expect(throws: Refusal.self) { try await walk.deidentify(WalkTests.question) }
    #expect(refusal?.status == .unavailable && refusal?.step == .recordIntent)
  }

  @Test func anUnknownCallerLeavesNoRecord() async throws {
    let walk = try Walk(answer: [])
    let refusal = await #expect(throws: Refusal.self) { try await walk.deidentify("x", bearer: "wrong") }
    #expect(refusal?.status == .unauthenticated && walk.journal.isEmpty)
  }
}
