import Foundation
import TestSupport
import Testing

@testable import Policy

@Suite struct StandardPolicyTests {
  private let file = Fixtures.repository.appending(path: "deploy/policies/default.yaml")
  private let copy = Fixtures.repository.appending(path: "Shared/Policy/StandardPolicy.swift")

  /// With WEIR_UPDATE_STANDARD_POLICY=1 the copy in the source is rewritten from the file.
  @Test func theShippedPolicyIsTheFile() throws {
    let yaml = try String(contentsOf: file, encoding: .utf8)
    if ProcessInfo.processInfo.environment["WEIR_UPDATE_STANDARD_POLICY"] == "1" { try rewrite(yaml) }
    #expect(
      Policy.standardYAML == yaml,
      "run this test with WEIR_UPDATE_STANDARD_POLICY=1, then build again")
  }

  private func rewrite(_ yaml: String) throws {
    let source = try String(contentsOf: copy, encoding: .utf8)
    let start = try #require(source.range(of: "##\"\"\"\n")?.upperBound)
    let end = try #require(source.range(of: "\n    \"\"\"##")?.lowerBound)
    let lines = yaml.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "" : "    " + $0 }
    try (source[..<start] + lines.joined(separator: "\n") + source[end...]).write(
      to: copy, atomically: true, encoding: .utf8)
  }

  @Test func readsAndDeniesStrangers() throws {
    let policy = try Policy(yaml: Policy.standardYAML)
    let stranger = PolicyQuestion(tenant: "t", role: "stranger", route: "/v1/chat/completions", model: "m")
    guard case .deny = policy.decide(stranger) else {
      Issue.record("permitted")
      return
    }
    #expect(policy.filterRules.count > 20)
  }
}
