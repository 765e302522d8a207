import Audit
@_spi(Identified) import ChatPipeline
import Testing

/// One request through all steps, with real de-identification, policy, filter and audit log, and checking doubles for
/// the three back ends.
@Suite struct WalkTests {
  static let question = "My patient Mr. John Smith, SSN 536-90-4399, phone (415) 555-0132, has a cough."

  @Test func theModelSeesNoIdentifierAndTheCallerGetsThemBack() async throws {
    let walk = try Walk(answer: ["See [NA", "ME_1] and call ", "[PHONE", "_1]", "."])
    let reply = try await walk.ask(Self.question)
    #expect(reply.texts == ["See Mr. John Smith and call (415) 555-0132."])
    #expect(reply.outcome.finishes == [.stop])
    for secret in ["John", "Smith", "536-90-4399", "555-0132"] {
      #expect(!walk.seenByBackends.contains { $0.contains(secret) }, "a back end saw an identifier")
    }
  }

  @Test func recordsAreDurableBeforeTheModelIsCalledAndBeforeTheLastEvent() async throws {
    let walk = try Walk(answer: ["fine"])
    let reply = try await walk.ask(Self.question)
    #expect(walk.journal == ["search", "encode", "record intent", "generate", "deliver", "record outcome"])
    #expect(reply.outcome.outcomeIndex == reply.outcome.intentIndex + 1)
  }

  @Test func theOutcomeSaysWhichWorkerComputedTheAnswer() async throws {
    let walk = try Walk(answer: ["fine"])
    _ = try await walk.ask(Self.question)
    let outcome = try #require(try walk.records().last)
    #expect(outcome.kind == .outcome)
    #expect(outcome.generation == .init(model: "m", precision: "F32", worker: "worker-1"))
  }

  @Test func anAnswerOfWhichNothingCameNamesNoWorker() async throws {
    let walk = try Walk(answer: ["fine"], fault: .worker)
    await #expect(throws: Refusal.self) { try await walk.ask(Self.question) }
    let outcome = try #require(try walk.records().last)
    #expect(outcome.kind == .outcome && outcome.generation?.worker == nil)
  }

  @Test(
    "fail closed: what breaks refuses the request, and no later step runs",
    arguments: [
      (Walk.Fault.knowledge, "retrieve", ["search"]),
      (.tokenizer, "tokenize", ["search", "encode"]),
      (.auditIntent, "record_intent", ["search", "encode", "record intent"]),
      (.worker, "generate", ["search", "encode", "record intent", "generate", "record outcome"]),
      (
        .auditOutcome, "record_outcome", ["search", "encode", "record intent", "generate", "deliver", "record outcome"]
      ),
    ])
  func failClosed(fault: Walk.Fault, step: String, journal: [String]) async throws {
    let walk = try Walk(answer: ["fine"], fault: fault)
    let refusal = await #expect(throws: Refusal.self) { try await walk.ask(Self.question) }
    #expect(refusal?.step.rawValue == step)
    #expect(walk.journal.prefix(journal.count) == journal[...])
    #expect(walk.journal.contains("generate") == journal.contains("generate"), "the model was called")
  }

  @Test func anAnswerThatBreaksOffIsNoAnswer() async throws {
    let walk = try Walk(answer: ["half an"], endsEarly: true)
    let refusal = await #expect(throws: Refusal.self) { try await walk.ask(Self.question) }
    #expect(refusal?.status == .unavailable)
    #expect(walk.journal.last == "record outcome")
  }

  @Test func whatTheModelMakesUpIsFilteredAcrossChunks() async throws {
    let walk = try Walk(answer: ["Write to jane", ".doe@exam", "ple.org", " today."])
    let reply = try await walk.ask("hello")
    #expect(!reply.texts[0].contains("jane.doe") && !reply.texts[0].contains("example.org"))
    #expect(reply.texts[0].hasPrefix("Write to ") && reply.texts[0].hasSuffix(" today."))
  }

  @Test func alternativesAreFilteredAndRestoredEachByItself() async throws {
    let walk = try Walk(answer: ["[NAME", "_1] is well"])
    let reply = try await walk.ask(Self.question, choices: 2)
    #expect(reply.texts == ["Mr. John Smith is well", "Mr. John Smith is well"])
  }

  @Test func aCallerWhoLeavesCancelsTheCallAndItIsRecorded() async throws {
    let walk = try Walk(answer: ["one ", "two ", "three"])
    let refusal = await #expect(throws: Refusal.self) { try await walk.ask(Self.question, leavesAfter: 1) }
    #expect(refusal?.status == .cancelled)
    #expect(walk.journal.last == "record outcome")
  }

  @Test func anUnknownKeyIsRefusedBeforeAnythingElse() async throws {
    let walk = try Walk(answer: ["fine"])
    let refusal = await #expect(throws: Refusal.self) { try await walk.ask(Self.question, bearer: "wrong") }
    #expect(refusal?.status == .unauthenticated)
    #expect(walk.journal.isEmpty)
  }

  @Test func noRefusalRepeatsTheCallersText() async throws {
    for fault in Walk.Fault.allCases where fault != .none {
      let walk = try Walk(answer: ["fine"], fault: fault, policy: ReidentificationTests.keeping)
      let refusal = await #expect(throws: Refusal.self) { try await walk.ask(Self.question) }
      #expect(!"\(String(describing: refusal))".contains("Smith"))
    }
  }

  @Test func passagesAreDroppedUntilThePromptFits() async throws {
    let roomy = try Walk(answer: ["fine"], contextTokens: 100_000)
    _ = try await roomy.ask("hello")
    let tight = try Walk(answer: ["fine"], contextTokens: roomy.lastPromptTokens + Walk.completionTokensMax - 1)
    _ = try await tight.ask("hello")
    #expect(tight.lastPromptTokens < roomy.lastPromptTokens)
    let impossible = try Walk(answer: ["fine"], contextTokens: Walk.completionTokensMax + 3)
    let refusal = await #expect(throws: Refusal.self) { try await impossible.ask("hello") }
    #expect(refusal?.status == .invalidRequest)
  }
}
