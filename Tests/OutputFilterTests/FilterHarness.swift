import Policy
import TestSupport

@testable import OutputFilter

/// Runs a program over a text cut into pieces and gathers what came out.
struct FilterRun: Equatable {
  var text = ""
  var findings: [FilterFinding] = []
  var isStopped = false

  init(_ program: OutputFilterProgram, _ pieces: [String]) throws {
    var filter = OutputFilter(program)
    for piece in pieces { take(try filter.push(piece)) }
    take(try filter.finish())
  }

  private mutating func take(_ step: FilterStep) {
    text += step.released.value
    findings += step.findings
    isStopped = step.isStopped
  }
}

/// "redact:PATTERN", "stop:…" or "flag:…"; 'i' before the colon ignores case.
func rules(_ specifications: [String]) -> [FilterRule] {
  specifications.enumerated().map { index, specification in
    let parts = specification.split(separator: ":", maxSplits: 1)
    let ignoreCase = parts[0].hasSuffix("/i")
    let action = FilterAction(rawValue: String(ignoreCase ? parts[0].dropLast(2) : parts[0]))!
    return FilterRule(
      id: "r\(index)", category: "c\(index)", pattern: String(parts[1]), ignoreCase: ignoreCase, action: action,
      replacement: "<\(index)>")
  }
}

extension SeededGenerator {
  mutating func text(over alphabet: [String], lengthMax: Int) -> String {
    (0..<Int.random(in: 0...lengthMax, using: &self)).map { _ in alphabet.randomElement(using: &self)! }.joined()
  }

  mutating func pieces(of text: String) -> [String] {
    var pieces = [""]
    for scalar in text.unicodeScalars {
      if Bool.random(using: &self) { pieces.append("") }
      pieces[pieces.count - 1].unicodeScalars.append(scalar)
    }
    return pieces
  }
}

/// Rule sets over the alphabet of `smallAlphabet` that bring out overlaps, assertions, unbounded repetition and mixed
/// actions.
let smallRuleSets: [[String]] = [
  ["redact:ab"], ["redact:a+b"], ["redact:(a|ab)(c|bcd)?"], ["redact:a.b"], ["redact:aa", "redact:aaa"],
  ["redact:ab", "redact:bcd"], ["redact:bc", "redact:abcd"], ["redact:\\bab\\b"], ["redact:a\\b"], ["redact:\\Ba"],
  ["redact:^ab"], ["redact:ab$"], ["redact:(?m)^a b$"], ["redact:(?m)b$", "redact:ab\\B"], ["redact:[^a]b"],
  ["redact:(ab){2,3}"], ["redact:a{2,}b?"], ["redact:é+中?"], ["redact:[é-中]a"], ["redact:(?s).中"],
  ["stop:ab"], ["stop:a+b"], ["stop:ab\\b"], ["stop:ab$"], ["stop:b\\B", "redact:ab"], ["redact:a+", "stop:ab"],
  ["redact:ca+", "stop:ab"], ["stop:bc", "redact:abcd", "flag:a"], ["flag:a+"], ["flag:ab", "redact:b+"],
  ["flag:\\ba", "flag:a\\b", "stop:aaa"], ["redact:a b", "redact:b c"], ["redact:a(b|\\b)"], ["redact:a*b|cd"],
  ["redact/i:aB"], ["redact:(a|b)*c", "stop:ddd"], ["redact:a\\bb|cd"], ["redact:ab", "stop:abc", "redact:bcd"],
  ["redact:\\b(a|b){1,3}\\b"], ["redact:b\\b", "redact:ab"], ["redact:ab", "redact:ab\\b"], ["stop:a\\b", "stop:ba"],
]

let smallAlphabet = ["a", "b", "c", "d", " ", "\n", "é", "中", "B"]
