import Deidentification
import TestSupport
import Testing

@testable import Policy

@Suite struct PolicyOperatorsTests {
  /// The options of the staff rule with another `deidentify` line.
  private static func options(_ deidentify: String) throws(PolicyError) -> DeidentificationOptions {
    let policy = try Policy(yaml: PolicyFileTests.yaml("deidentify: [NAME, PHONE]", with: deidentify))
    let question = PolicyQuestion(tenant: "ward-3", role: "nurse", route: "/v1/chat/completions", model: "small")
    guard case .permit(let obligations) = policy.decide(question) else { fatalError("the fixture permits nurses") }
    return obligations.deidentification
  }

  @Test(
    "An operator for a kind, by name or with its options",
    arguments: [
      ("{NAME: surrogate}", .name, .surrogate), ("{NAME: surrogate}", .phone, .placeholder),
      ("{default: hash}", .phone, .hash), ("{default: hash, PHONE: placeholder}", .phone, .placeholder),
      ("{DATE: shift_date}", .date, .shiftDate), ("{AGE: generalise}", .age, .generalise),
      ("{ID: encrypt}", .id, .encrypt), ("{SECRET: redact}", .secret, .redact("")),
      ("{SECRET: {operator: redact, text: '(key)'}}", .secret, .redact("(key)")),
      ("{CARD: mask}", .card, .mask(Mask())),
      ("{CARD: {operator: mask, keep_last: 4}}", .card, .mask(Mask(keepLast: 4))),
      (
        "{CARD: {operator: mask, character: '#', keep_first: 6, keep_last: 4}}", .card,
        .mask(Mask(character: "#", keepFirst: 6, keepLast: 4))
      ),
    ] as [(String, EntityKind, IdentifierOperator)])
  func operators(value: String, kind: EntityKind, expected: IdentifierOperator) throws {
    let options = try Self.options("deidentify: \(value)")
    #expect(options.operators[kind] == expected)
    #expect(options.kinds == Set(EntityKind.allCases))
  }

  @Test(
    "The forms without operators mean placeholders, as before",
    arguments: ["deidentify: all", "deidentify: [NAME]", "deidentify: {}", "retrieve: false"])
  func placeholders(line: String) throws {
    #expect(try Self.options(line).operators == OperatorTable())
    #expect(try Self.options(line).kinds == (line.contains("[NAME]") ? [.name] : Set(EntityKind.allCases)))
  }

  @Test(
    "What is wrong is said with its line and what is allowed",
    arguments: [
      ("{NAME: rot13}", "must be one of placeholder, surrogate, mask, redact, hash, encrypt, shift_date, generalise"),
      ("{NAMES: hash}", "unknown key 'NAMES' in 'deidentify'; known are NAME, AGE"),
      ("{NAME: shift_date}", "'NAME' cannot be 'shift_date', which is for DATE"),
      ("{default: shift_date}", "'default' cannot be 'shift_date', which is for DATE"),
      ("{CARD: generalise}", "'CARD' cannot be 'generalise', which is for AGE, DATE, LOCATION"),
      ("{CARD: {keep_last: 4}}", "'CARD' needs the key 'operator'"),
      ("{CARD: {operator: mask, keep_last: 9}}", "'keep_last' must be a whole number from 0 to 8"),
      ("{CARD: {operator: mask, keep_last: -1}}", "'keep_last' must be a whole number from 0 to 8"),
      ("{CARD: {operator: mask, keep: 4}}", "unknown key 'keep' in 'CARD'; known are operator, character"),
      ("{CARD: {operator: mask, character: '**'}}", "'character' must be one character"),
      ("{CARD: {operator: mask, character: '7'}}", "'character' must be one character"),
      ("{CARD: {operator: mask, text: x}}", "'text' is no option of 'mask'; it has character, keep_first, keep_last"),
      ("{CARD: {operator: hash, keep_last: 4}}", "'keep_last' is no option of 'hash'; it has none"),
      ("{CARD: [mask]}", "'CARD' must be text"), ("{[CARD]: mask}", "has a key that is not text"),
    ])
  func errors(value: String, reason: String) {
    do throws(PolicyError) {
      _ = try Self.options("deidentify: \(value)")
      Issue.record("accepted")
    } catch {
      #expect(error.reason.contains(reason), "\(error)")
      #expect(error.line == 23, "\(error)")
    }
  }

  @Test("Outside a request the operator of the first rule that names the kind holds")
  func outsideRequests() throws {
    let yaml = PolicyFileTests.yaml("deidentify: [NAME, PHONE]", with: "deidentify: {NAME: hash, default: surrogate}")
    let options = try Policy(yaml: yaml).deidentification
    #expect(options.operators[.name] == .hash && options.operators[.card] == .surrogate)
  }

  @Test("A policy's own tests count kinds whatever replaces them, without a key")
  func testCases() throws {
    let yaml = PolicyFileTests.yaml("deidentify: [NAME, PHONE]", with: "deidentify: {default: surrogate}")
    let test = """
        - name: an address
          question: {tenant: ward-3, role: nurse, route: /v1/chat/completions, model: small}
          decision: permit
          deidentify: [{text: 'write to a.b@north.org', kinds: {EMAIL: 1}}]
      """
    let results = try Policy(yaml: yaml + "\n" + test).runTestCases { _, text in
      FilterTrial(text: text, isStopped: false, categories: [])
    }
    #expect(results.map(\.failures) == [[], []])
  }

  @Test("Rules that differ in an operator alone differ")
  func equality() throws {
    #expect(try Self.options("deidentify: {NAME: hash}") != Self.options("deidentify: all"))
  }

  @Test("Seeded mutations of operators end in a policy or an error with its reason", arguments: 0..<8)
  func fuzz(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let original = Array(
      "deidentify: {DATE: shift_date, CARD: {operator: mask, character: '#', keep_last: 4}, default: {operator: redact, text: '-'}}"
        .utf8)
    var accepted = 0
    for _ in 0..<300 {
      var bytes = original
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let place = Int.random(in: 12..<bytes.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 32...126, using: &random)
        case 1: bytes.remove(at: place)
        default: bytes.insert("{}[]:,'# -9".utf8.randomElement(using: &random)!, at: place)
        }
      }
      do throws(PolicyError) {
        _ = try Policy(
          yaml: PolicyFileTests.yaml("deidentify: [NAME, PHONE]", with: String(decoding: bytes, as: UTF8.self)))
        accepted += 1
      } catch {
        #expect(!error.reason.isEmpty, "seed \(seed)")
      }
    }
    #expect(accepted < 300, "seed \(seed)")
  }
}
