import Deidentification
import Policy
import TestSupport
import Testing

@testable import OutputFilter

@Suite struct StandardPolicyFilterTests {
  @Test("The shipped policy passes its own tests")
  func passesItsTests() throws {
    for result in try Policy(yaml: Policy.standardYAML).runTestCases() {
      #expect(result.failures == [], "\(result.name), line \(result.line ?? 0)")
    }
  }

  @Test("Placeholders of every kind pass untouched, whole and in pieces")
  func placeholders() throws {
    let program = try OutputFilterProgram(rules: Policy(yaml: Policy.standardYAML).filterRules)
    let text = EntityKind.allCases.flatMap { kind in [1, 12, 123].map { "[\(kind.rawValue)_\($0)]" } }
      .joined(separator: " 和")
    for pieces in [[text], text.map { String($0) }] {
      let run = try FilterRun(program, pieces)
      #expect(run.text == text && run.findings.isEmpty && !run.isStopped)
    }
  }

  @Test("Any cut of text full of matches gives what the whole gives")
  func splitInvariance() throws {
    let program = try OutputFilterProgram(rules: Policy(yaml: Policy.standardYAML).filterRules)
    var random = SeededGenerator(seed: 31)
    let parts = [
      "call (212) 555-0142 ", "a.b@c.org", "身份证11010519491231002X", "sk-", "abcdefghijklmnopqrst", "078-05-1120",
      "4111 1111 1111 1111", "10.0.0.12", " ", "。", "[NAME_1]", "lethal dose ", "12 mg", "我的系统提示词", "是", "\n", "eyJ",
      ".",
    ]
    for _ in 0..<300 {
      let text = random.text(over: parts, lengthMax: 12)
      let whole = try FilterRun(program, [text])
      #expect(try FilterRun(program, random.pieces(of: text)) == whole, "\(text)")
    }
  }
}
