import TestSupport
import Testing

@testable import Constraints

/// Patterns against Swift's own regular expressions, and ranges of scalars against their UTF-8.
struct PatternTests {
  private static let patterns = [
    "", "a", "^$", "^a*b", "(a|bc)+$", "^(?:a{2,3}|b{1,}c?)$", "[^ab]", "^[a-cé]{0,2}$", "a.b", "^.$", "\\d+\\.\\d",
    "\\w\\W", "\\s",
    "^(a|b)*abb$", "a??b+?", "^a|b$|^c$", "\\u0062", "x{2}", "^\\S+$", "(?<name>a)b", "[\\d-]", "[a\\]]", "^(^a)",
    "(a$)", "a$|b",
  ]

  @Test(arguments: patterns) func `a pattern finds what Swift finds`(pattern: String) throws {
    var random = SeededGenerator(seed: 11), work = Work()
    let automaton = try ScalarAutomaton(pattern: pattern, &work)
    let regex = try Regex(pattern).matchingSemantics(.unicodeScalar).asciiOnlyWordCharacters().asciiOnlyDigits()
    for _ in 0..<3_000 {
      let scalars = (0..<Int.random(in: 0...6, using: &random)).map { _ in
        "aabbcxé 1.\n-]".unicodeScalars.randomElement(using: &random)!
      }
      let text = String(String.UnicodeScalarView(scalars))
      #expect(automaton.accepts(text) == (text.firstMatch(of: regex) != nil), "\(pattern) in \(text.debugDescription)")
    }
  }

  @Test func `ranges of scalars are ranges of their bytes`() {
    var random = SeededGenerator(seed: 3)
    let edges: [UInt32] = [0, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xffff, 0x10000, 0x10ffff]
    for _ in 0..<300 {
      let ends = (0..<2).map { _ in
        random.chance(0.4) ? edges.randomElement(using: &random)! : UInt32.random(in: 0...0x10ffff, using: &random)
      }.sorted()
      let sequences = UTF8Ranges.sequences(of: ends[0]...ends[1])
      for _ in 0..<100 {
        guard
          let scalar = Unicode.Scalar(
            UInt32.random(in: 0...0x10ffff, using: &random) & (random.chance(0.5) ? 0xfff : 0x1fffff))
        else { continue }
        let bytes = Array(String(scalar).utf8)
        let isIn = sequences.contains { $0.count == bytes.count && zip($0, bytes).allSatisfy { $0.contains($1) } }
        #expect(isIn == (ends[0]...ends[1]).contains(scalar.value))
      }
    }
  }

  @Test func `a state's room is how many plain scalars it takes whatever they are`() throws {
    var work = Work(), random = SeededGenerator(seed: 9)
    for pattern in ["^a", "^.{0,5}$", "^[^x]{2}y", "b", "^(.{3}|[a-z]*)$"] {
      let text = try TextAutomaton([ScalarAutomaton(pattern: pattern, &work)], &work) { $0[0] ? 0 : nil }
      for (state, room) in text.rooms.enumerated() where text.isLive(state) {
        for _ in 0..<200 {
          var last = Int32(state)
          for _ in 0..<min(room, 8) {
            last = text.state(
              after: last, class: text.classIndex(of: "axy zé日".unicodeScalars.randomElement(using: &random)!.value))
            #expect(last >= 0, "\(pattern): state \(state) has room for \(room)")
            guard last >= 0 else { return }
          }
        }
      }
    }
  }
}

extension TextAutomaton {
  fileprivate func isLive(_ state: Int) -> Bool {
    labels[state] >= 0 || (0..<classStarts.count).contains { self.state(after: Int32(state), class: $0) >= 0 }
  }
}
