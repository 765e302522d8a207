import Deidentification
import TestSupport
import Testing

@testable import Policy

@Suite struct PolicyFileTests {
  /// A small policy with one line replaced, to show what one line does.
  static func yaml(_ replacing: String = "", with line: String = "") -> String {
    let text = """
      version: 1
      name: ward
      recognizers:
        - {name: badge, kind: ID, pattern: 'B-(\\d{4})', score: 0.8, context_words: [badge]}
      filters:
        secrets:
          - {id: key, category: secret, pattern: 'sk-\\d+', action: redact, replacement: '[KEY]'}
        safety:
          - {id: danger, category: danger, pattern: boom, ignore_case: true, action: stop}
      rules:
        - name: no visitors
          subjects: {tenants: ['*'], roles: [visitor]}
          routes: ['*']
          models: ['*']
          decision: deny
          reason: visitors may not ask
        - name: staff
          subjects: {tenants: [ward-*], roles: [nurse, doctor]}
          routes: [/v1/chat/completions]
          models: [small]
          decision: permit
          obligations:
            deidentify: [NAME, PHONE]
            filters: [safety, secrets]
            completion_tokens_max: 100
      tests:
        - name: a nurse asks
          question: {tenant: ward-3, role: nurse, route: /v1/chat/completions, model: small}
          decision: permit
      """
    return replacing.isEmpty ? text : text.replacing(replacing, with: line)
  }

  @Test func readsObligations() throws {
    let policy = try Policy(yaml: Self.yaml())
    let question = PolicyQuestion(tenant: "ward-3", role: "doctor", route: "/v1/chat/completions", model: "small")
    guard case .permit(let obligations) = policy.decide(question) else {
      Issue.record("denied")
      return
    }
    #expect(obligations.rule == "staff")
    #expect(obligations.deidentification.kinds == [.name, .phone])
    #expect(obligations.deidentification.custom.map(\.name) == ["badge"])
    // In the order of the file, whatever the order in which groups are named.
    #expect(obligations.filter.map(\.id) == ["key", "danger"])
    #expect(obligations.filter[0].replacement == "[KEY]" && obligations.filter[1].ignoreCase)
    #expect(obligations.completionTokensMax == 100 && obligations.choicesMax == 1 && !obligations.retrieve)
  }

  @Test("ages and years of a person are identifiers unless the rule says no")
  func personalTimes() throws {
    #expect(try Policy(yaml: Self.yaml()).deidentification.personalTimes)
    let without = Self.yaml("completion_tokens_max: 100", with: "personal_times: false")
    #expect(try !Policy(yaml: without).deidentification.personalTimes)
  }

  @Test(
    "The first rule that matches decides; no rule, no answer",
    arguments: [
      ("ward-3", "nurse", "/v1/chat/completions", "small", true),
      ("ward-3", "visitor", "/v1/chat/completions", "small", false),
      ("clinic", "nurse", "/v1/chat/completions", "small", false),
      ("ward-3", "nurse", "/v1/chat/completions/", "small", false),
      ("ward-3", "nurse", "/v1/chat/completions", "large", false),
      ("ward-3", "NURSE", "/v1/chat/completions", "small", false), ("", "", "", "", false),
    ])
  func decides(tenant: String, role: String, route: String, model: String, isPermitted: Bool) throws {
    let decision = try Policy(yaml: Self.yaml())
      .decide(PolicyQuestion(tenant: tenant, role: role, route: route, model: model))
    if case .permit = decision { #expect(isPermitted) } else { #expect(!isPermitted) }
  }

  @Test func aDenialGivesItsReason() throws {
    let policy = try Policy(yaml: Self.yaml())
    let visitor = PolicyQuestion(tenant: "x", role: "visitor", route: "y", model: "z")
    #expect(policy.decide(visitor) == .deny(DenialReason(rule: "no visitors", message: "visitors may not ask")))
    let nobody = PolicyQuestion(tenant: "x", role: "y", route: "z", model: "w")
    guard case .deny(let reason) = policy.decide(nobody) else {
      Issue.record("permitted")
      return
    }
    #expect(reason.rule == nil)
  }

  @Test(
    "What is wrong is said with its line",
    arguments: [
      ("version: 1", "version: 2", 1, "from 1 to 1"), ("name: ward", "nmae: ward", 2, "unknown key 'nmae'"),
      ("name: ward", "name: ward\nname: twice", nil, "stands twice"),
      ("kind: ID", "kind: BADGE", 4, "must be one of NAME"), ("score: 0.8", "score: 8", 4, "from 0.0 to 1.0"),
      ("'B-(\\d{4})'", "'B-('", 4, "is refused"), ("id: key", "id: danger", 9, "twice"),
      ("action: stop", "action: halt", 9, "redact, stop, flag"),
      ("action: redact", "action: flag", 7, "needs 'action: redact'"),
      ("ignore_case: true", "ignore_case: 7", 9, "true or false"),
      ("decision: deny", "decision: maybe", 15, "permit, deny"),
      ("    reason: visitors may not ask\n", "", 11, "needs the key 'reason'"),
      ("tenants: [ward-*]", "tenants: []", 18, "must not be empty"),
      ("tenants: [ward-*]", "tenants: ['*-ward']", 18, "only at the end"),
      ("deidentify: [NAME, PHONE]", "deidentify: []", 23, "name the degraded mode 'without_deidentification'"),
      ("filters: [safety, secrets]", "filters: []", 23, "name the degraded mode 'without_output_filter'"),
      ("filters: [safety, secrets]", "filters: [speed]", 24, "names no group"),
      ("deidentify: [NAME, PHONE]", "degraded_modes: [without_deidentification]", 23, "needs an empty 'deidentify'"),
      ("deidentify: [NAME, PHONE]", "deidentify: most", 23, "'all' or a list of kinds"),
      ("completion_tokens_max: 100", "completion_tokens_max: 0", 25, "from 1 to 100000"),
      ("completion_tokens_max: 100", "completion_tokens: 1", 25, "unknown key 'completion_tokens'"),
      ("name: ward", "name: &a ward", 2, "anchors"), ("name: ward", "name: [", nil, "not YAML"),
    ] as [(String, String, Int?, String)])
  func errors(replacing: String, with line: String, at expectedLine: Int?, reason: String) {
    let yaml = Self.yaml(replacing, with: line)
    do throws(PolicyError) {
      _ = try Policy(yaml: yaml)
      Issue.record("accepted")
    } catch {
      #expect(error.reason.contains(reason), "\(error)")
      if let expectedLine { #expect(error.line == expectedLine, "\(error)") }
    }
  }

  @Test("A model route without obligations is refused, a route without model is not")
  func obligationsAreNecessary() throws {
    let without = Self.yaml().split(separator: "\n").filter {
      !["obligations:", "deidentify:", "completion_tokens", "filters: ["].contains(where: $0.contains)
    }.joined(separator: "\n")
    #expect {
      try Policy(yaml: without)
    } throws: {
      "\($0)".contains("reaches a model and needs 'obligations'")
    }
    #expect(throws: Never.self) { try Policy(yaml: without.replacing("[/v1/chat/completions]", with: "[/v1/models]")) }
  }

  @Test("A safeguard can be given up only by its name")
  func degradedModes() throws {
    let yaml = Self.yaml(
      "deidentify: [NAME, PHONE]", with: "deidentify: []\n      degraded_modes: [without_deidentification]")
    let question = PolicyQuestion(tenant: "ward-3", role: "nurse", route: "/v1/chat/completions", model: "small")
    guard case .permit(let obligations) = try Policy(yaml: yaml).decide(question) else {
      Issue.record("denied")
      return
    }
    #expect(obligations.degradedModes == [.withoutDeidentification] && obligations.deidentification.kinds.isEmpty)
  }

  @Test func theDigestIsOfTheBytes() throws {
    let policy = try Policy(yaml: Self.yaml())
    #expect(try Policy(yaml: Self.yaml()).digest == policy.digest)
    #expect(try Policy(yaml: Self.yaml() + "\n").digest != policy.digest)
  }
}
