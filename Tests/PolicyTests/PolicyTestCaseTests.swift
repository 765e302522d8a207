import TestSupport
import Testing

@testable import Policy

/// A policy's own tests: what they check, and that they fail when they should.
@Suite struct PolicyTestCaseTests {
  private func failures(_ test: String, filtering: FilterTrial) throws -> [String] {
    let policy = try Policy(
      yaml: PolicyFileTests.yaml("  - name: a nurse asks", with: test + "\n  - name: a nurse asks"))
    return try #require(policy.runTestCases { _, _ in filtering }.first).failures
  }

  private let trial = FilterTrial(text: "[KEY]", isStopped: false, categories: ["secret"])

  @Test(arguments: [
    ("permit", "nurse", ""), ("deny", "visitor", ""), ("permit", "visitor", "expected permit, denied"),
    ("deny", "nurse", "expected deny"),
  ])
  func decisions(decision: String, role: String, failure: String) throws {
    let failures = try failures(
      "  - {name: t, question: {tenant: ward-1, role: \(role), route: /v1/chat/completions, model: small}, decision: \(decision)}",
      filtering: trial)
    #expect(failures.isEmpty == failure.isEmpty)
    #expect(failures.allSatisfy { $0.contains(failure) })
  }

  @Test(arguments: [
    ("{text: sk-1, becomes: '[KEY]'}", ""), ("{text: sk-1, becomes: '[KEY]', categories: [secret]}", ""),
    ("{text: sk-1, becomes: sk-1}", "expected 'sk-1'"), ("{text: sk-1, becomes: '[KEY]', stopped: true}", "stopped"),
    ("{text: sk-1, becomes: '[KEY]', categories: []}", "secret"),
  ])
  func filters(expectation: String, failure: String) throws {
    let failures = try failures(
      "  - {name: t, question: {tenant: ward-1, role: nurse, route: /v1/chat/completions, model: small}, "
        + "decision: permit, filter: [\(expectation)]}", filtering: trial)
    #expect(failures.isEmpty == failure.isEmpty)
    #expect(failures.allSatisfy { $0.contains(failure) })
  }

  @Test("Kinds that are not found fail a test")
  func deidentification() throws {
    let test = { (count: Int) in
      "  - {name: t, question: {tenant: ward-1, role: nurse, route: /v1/chat/completions, model: small}, "
        + "decision: permit, deidentify: [{text: nothing to find, kinds: {PHONE: \(count)}}]}"
    }
    #expect(try failures(test(0), filtering: trial).isEmpty)
    #expect(try failures(test(1), filtering: trial) == ["deidentify: expected PHONE 1, got "])
  }
}
