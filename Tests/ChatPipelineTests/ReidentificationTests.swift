import Audit
import ChatPipeline
import Policy
import Testing

// 45 CFR 164.514(c): re-identification by the covered entity. GDPR Art. 4(5): the additional information is kept
// separately. HIPAA 164.312(b): every use is recorded.
@Suite struct ReidentificationTests {
  /// The standard policy, which also keeps surrogates.
  static let keeping = Policy.standardYAML.replacing(
    "retrieve: true", with: "retrieve: true\n      keep_surrogates: true")

  @Test func whatThePolicyKeepsIsDurableBeforeTheRecordThatSaysSo() async throws {
    let walk = try Walk(answer: ["fine"], policy: Self.keeping)
    _ = try await walk.ask(WalkTests.question)
    #expect(
      walk.journal == [
        "search", "encode", "keep for request/r1", "record intent", "generate", "deliver", "record outcome",
      ])
    #expect(try walk.records().first?.subject == "pseudonym")
  }

  @Test func aPolicyThatDoesNotSayKeepKeepsNothing() async throws {
    let walk = try Walk(answer: ["fine"])
    _ = try await walk.ask(WalkTests.question)
    #expect(!walk.journal.contains { $0.hasPrefix("keep") })
    #expect(try walk.records().first?.subject == nil)
  }

  @Test func whatCannotBeKeptRefusesTheRequestBeforeTheModelIsCalled() async throws {
    let walk = try Walk(answer: ["fine"], fault: .vault, policy: Self.keeping)
    let refusal = await #expect(throws: Refusal.self) { try await walk.ask(WalkTests.question) }
    #expect(refusal?.status == .unavailable)
    #expect(!walk.journal.contains("generate"))
  }

  @Test func anOfficerPutsIdentifiersBackAndThatIsRecordedFirst() async throws {
    let walk = try Walk(answer: ["fine"], policy: Self.keeping)
    _ = try await walk.ask(WalkTests.question)
    #expect(try await walk.reidentify("Call [NAME_1].", bearer: "officer") == "Call Mr. John Smith.")
    #expect(walk.journal.suffix(2) == ["record vault.reidentify", "read vault"])
    let record = try #require(try walk.records().last)
    #expect(record.act?.subject == "r1" && record.keyID == "k2" && record.kind == .administrative)
  }

  @Test(
    "nobody else does, and the vault is not read",
    arguments: [("right", Refusal.Status.forbidden), ("wrong", .unauthenticated)])
  func refused(bearer: String, status: Refusal.Status) async throws {
    let walk = try Walk(answer: ["fine"], policy: Self.keeping)
    _ = try await walk.ask(WalkTests.question)
    let refusal = await #expect(throws: Refusal.self) { try await walk.reidentify("[NAME_1]", bearer: bearer) }
    #expect(refusal?.status == status)
    #expect(!walk.journal.contains("read vault"))
  }

  @Test func anotherTenantsRequestIsNotThere() async throws {
    let walk = try Walk(answer: ["fine"], policy: Self.keeping)
    _ = try await walk.ask(WalkTests.question)
    let refusal = await #expect(throws: Refusal.self) { try await walk.reidentify("[NAME_1]", bearer: "stranger") }
    #expect(refusal?.status == .invalidRequest)
  }

  // GDPR Art. 17.
  @Test func anErasedSubjectCannotBeReadAgain() async throws {
    let walk = try Walk(answer: ["fine"], policy: Self.keeping)
    _ = try await walk.ask(WalkTests.question)
    walk.eraseEverything()
    let refusal = await #expect(throws: Refusal.self) { try await walk.reidentify("[NAME_1]", bearer: "officer") }
    #expect(refusal?.reason.contains("erased") == true)
  }

  @Test func withoutARecordNothingIsRead() async throws {
    let walk = try Walk(answer: ["fine"], fault: .auditIntent)
    let refusal = await #expect(throws: Refusal.self) { try await walk.reidentify("[NAME_1]", bearer: "officer") }
    #expect(refusal?.status == .unavailable)
    #expect(!walk.journal.contains("read vault"))
  }
}
