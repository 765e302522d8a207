import Policy
import TestSupport
import Testing

@testable import OutputFilter

/// "For every text and every way to cut it into chunks, filter(chunks) = filter(whole)."
@Suite struct SplitInvarianceTests {
  @Test("The filter equals its specification, however the text is cut", arguments: smallRuleSets)
  func equalsReference(specification: [String]) throws {
    var random = SeededGenerator(seed: 20_261)
    let rules = rules(specification)
    let program = try OutputFilterProgram(rules: rules)
    let reference = try ReferenceFilter(rules)
    for _ in 0..<400 {
      let text = random.text(over: smallAlphabet, lengthMax: 14)
      let whole = try FilterRun(program, [text])
      let expected = reference.filter(text)
      #expect(whole.text == expected.text, "\(text.debugDescription)")
      #expect(whole.isStopped == expected.isStopped, "\(text.debugDescription)")
      let findings = whole.findings.map { ReferenceFilter.Finding(range: $0.range, ruleID: $0.ruleID) }
      #expect(
        Set(findings) == expected.findings && findings.count == expected.findings.count, "\(text.debugDescription)")
      #expect(try FilterRun(program, random.pieces(of: text)) == whole, "\(text.debugDescription)")
      #expect(try FilterRun(program, text.unicodeScalars.map { String($0) }) == whole, "\(text.debugDescription)")
    }
  }

  @Test("Every text of up to six letters and every one of its cuts")
  func everyCutOfEverySmallText() throws {
    let rules = rules(["redact:ab|b+c", "stop:cab", "flag:a"])
    let program = try OutputFilterProgram(rules: rules)
    let reference = try ReferenceFilter(rules)
    var count = 0
    for text in texts(over: ["a", "b", "c"], lengthMax: 6) {
      let expected = reference.filter(text)
      for cuts in 0..<(1 << max(0, text.count - 1)) {
        let run = try FilterRun(program, pieces(of: text, cuts: cuts))
        #expect(run.text == expected.text && run.isStopped == expected.isStopped, "\(text) \(cuts)")
        count += 1
      }
    }
    print("every cut of every small text: \(count) runs")
  }

  private func pieces(of text: String, cuts: Int) -> [String] {
    var pieces = [""]
    for (index, letter) in text.enumerated() {
      pieces[pieces.count - 1].append(letter)
      if cuts >> index & 1 == 1 { pieces.append("") }
    }
    return pieces
  }
}

/// All texts over an alphabet, the empty one included.
func texts(over alphabet: [String], lengthMax: Int) -> [String] {
  var all = [""]
  var longest = [""]
  for _ in 0..<lengthMax {
    longest = longest.flatMap { text in alphabet.map { text + $0 } }
    all += longest
  }
  return all
}
