import Policy
import TestSupport
import Testing

@testable import OutputFilter

/// Time runs to the right: what goes in above, what comes out below, `·` for a step that releases nothing.
@Suite struct StreamTests {
  struct Diagram: CustomTestStringConvertible, Sendable {
    let rules: [String]
    let input: [String]
    let output: [String]
    let testDescription: String
  }

  static let diagrams = [
    Diagram(
      rules: ["redact:ab"], input: ["x", "a", "b", "a", "c"], output: ["x", "·", "<0>", "·", "ac", "·"],
      testDescription: "held while it may match, replaced when it does"),
    Diagram(
      rules: ["redact:\\d{3}"], input: ["1", "2", "3", "4", " "], output: ["·", "·", "<0>", "·", " ", "·"],
      testDescription: "overlapping matches are one region"),
    Diagram(
      rules: ["stop:bad"], input: ["a b", "a", "d", "x"], output: ["a ", "·", "STOP", "STOP", "STOP"],
      testDescription: "nothing of a stopping match or after it"),
    Diagram(
      rules: ["stop:end$"], input: ["the end"], output: ["the ", "STOP"],
      testDescription: "a match that the end decides"),
    Diagram(
      rules: ["flag:ab+"], input: ["a", "b", "b"], output: ["a", "b", "b", "·"],
      testDescription: "text that is only flagged is never held"),
    Diagram(
      rules: ["redact:sk-[a-z]{3,}"], input: ["sk-", "abc", "def", "gh", ", "],
      output: ["·", "·", "·", "·", "<0>, ", "·"],
      testDescription: "a secret without end is swallowed as it comes"),
    Diagram(
      rules: ["redact:手机\\d{2}"], input: ["手", "机", "1", "2。"], output: ["·", "·", "·", "<0>。", "·"],
      testDescription: "a scalar is never split"),
  ]

  @Test(arguments: diagrams)
  func marbles(diagram: Diagram) throws {
    var filter = OutputFilter(try OutputFilterProgram(rules: rules(diagram.rules)))
    var steps = try diagram.input.map { try filter.push($0) }
    steps.append(try filter.finish())
    let shown = steps.map { $0.released.value.isEmpty ? ($0.isStopped ? "STOP" : "·") : $0.released.value }
    #expect(shown == diagram.output)
  }

  @Test("More than the hold-back limit stops the stream at the same place, however it is cut")
  func holdBackLimit() throws {
    let rules = rules(["redact:<[^>]*>"])
    let program = try OutputFilterProgram(rules: rules, holdBackBytesMax: 8)
    #expect(try FilterRun(program, ["a <1234567"]).text == "a <1234567")
    let text = "a <b> <12345678> c"
    let whole = try FilterRun(program, [text])
    #expect(whole.text == "a <0> " && whole.isStopped)
    #expect(
      whole.findings.last
        == FilterFinding(
          range: 6..<15, category: FilterFinding.holdBackLimitCategory, ruleID: "r0", action: .stop))
    #expect(try FilterRun(program, text.map { String($0) }) == whole)
  }

  @Test("A secret that has matched is swallowed for ever without being held")
  func swallowsWithoutLimit() throws {
    let program = try OutputFilterProgram(rules: rules(["redact:sk-[a-z]{3,}"]), holdBackBytesMax: 64)
    var filter = OutputFilter(program)
    _ = try filter.push("sk-")
    for _ in 0..<10_000 { #expect(try filter.push("abc").released.value.isEmpty) }
    #expect(filter.held.count <= 64 && !filter.isStopped)
    #expect(try filter.finish().released.value == "<0>")
  }

  @Test func aFinishedFilterRefusesMore() throws {
    var filter = OutputFilter(try OutputFilterProgram(rules: rules(["flag:a"])))
    _ = try filter.finish()
    #expect(throws: OutputFilterError.finished) { try filter.push("a") }
    #expect(throws: OutputFilterError.finished) { try filter.finish() }
  }

  @Test("Streams share a program and its caches from many tasks at once")
  func sharedProgram() async throws {
    let rules = rules(["redact:a+b", "stop:ccc", "flag:\\bb"])
    let program = try OutputFilterProgram(rules: rules)
    let reference = try ReferenceFilter(rules)
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for seed in 0..<16 {
        group.addTask {
          var random = SeededGenerator(seed: UInt64(seed))
          for _ in 0..<50 {
            let text = random.text(over: ["a", "b", "c", " "], lengthMax: 20)
            if try FilterRun(program, random.pieces(of: text)).text != reference.filter(text).text { return false }
          }
          return true
        }
      }
      for try await isEqual in group { #expect(isEqual) }
    }
  }

  @Test("A full transition cache starts afresh in the middle of a text and changes nothing")
  func cacheMakesRoom() throws {
    // Counting letters since each of many starts makes more configurations than a cache keeps.
    let rules = rules(["redact:a[ab]{14}c"])
    let program = try OutputFilterProgram(rules: rules)
    var random = SeededGenerator(seed: 5)
    let text = (0..<60_000).map { _ in Bool.random(using: &random) ? "a" : "b" }.joined() + "c"
    let run = try FilterRun(program, [text])
    // The last 16 letters match if the first of them is an 'a'; else the first 'a' … no shorter match exists.
    let isMatch = text.dropLast(15).last == "a"
    #expect(run.text == (isMatch ? text.dropLast(16) + "<0>" : text))
    #expect(try FilterRun(program, random.pieces(of: text)) == run)
  }
}
