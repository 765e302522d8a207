import Policy
import RegularExpressions
import TestSupport
import Testing

@testable import OutputFilter

/// RE2 is the second opinion: whatever the filter's own parser and automaton accept, RE2 reads in the same way.
@Suite struct RE2AgreementTests {
  static let patterns: [(String, Bool)] =
    smallRuleSets.flatMap { rules($0).map { ($0.pattern, $0.ignoreCase) } } + [
      ("[[:alpha:]]+@[^\\s@]{1,3}", false), ("(?i:k)s|(?s:a.)b", false), ("[ab-d]{1,2}(?:c|)d", false),
      ("[^[:upper:]]B", false), ("(?i)ÉAB?|Σ", false), ("\\x{4e2d}\\x61*", false), ("a{,2}b", false),
      ("(?P<who>a)(?-i)b", true), ("[]a]b", false), ("[a\\-c]-?b", true), ("\\w\\W\\d?", true), ("(a|b\\b)+c", false),
    ]

  @Test("Every rule covers the text that RE2's longest matches from every start cover", arguments: patterns)
  func coversWhatRE2Matches(pattern: String, ignoreCase: Bool) throws {
    var random = SeededGenerator(seed: 7_411)
    let rule = FilterRule(id: "r", category: "c", pattern: pattern, ignoreCase: ignoreCase, action: .flag)
    let program = try OutputFilterProgram(rules: [rule])
    let expression = try RegularExpression(pattern, ignoreCase: ignoreCase, longestMatch: true)
    for _ in 0..<300 {
      let text = random.text(over: smallAlphabet + ["-", "@", "{", ",", "]", "K", "É", "ς", "s"], lengthMax: 12)
      let findings = try FilterRun(program, random.pieces(of: text)).findings
      let covered = Set(findings.flatMap { Array($0.range) })
      #expect(covered == (try scalarsCovered(by: expression, in: text)), "\(pattern) in \(text.debugDescription)")
    }
  }

  private func scalarsCovered(by expression: RegularExpression, in text: String) throws -> Set<Int> {
    let bytes = Array(text.utf8)
    var covered: Set<Int> = []
    for start in bytes.indices {
      guard let match = try expression.firstMatch(in: bytes.span, from: start, anchored: true) else { continue }
      covered.formUnion(match.range)
    }
    var position = 0
    var scalars: Set<Int> = []
    for (index, scalar) in text.unicodeScalars.enumerated() {
      if covered.contains(position) { scalars.insert(index) }
      position += UTF8.width(scalar)
    }
    return scalars
  }

  @Test("Ignoring case means the same scalars as in RE2, over all of Unicode that both know")
  func foldsLikeRE2() throws {
    var disagreements: [UInt32] = []
    for value in Array<UInt32>(0x20...0x24FF) + Array<UInt32>(0x2C00...0x2D2F) + Array<UInt32>(0xFF00...0xFFEF) {
      guard let scalar = Unicode.Scalar(value), scalar.properties.changesWhenCaseMapped else { continue }
      let own = CaseFolding.closure(of: ScalarSet(scalar))
      let expression = try RegularExpression("[\\x{\(String(value, radix: 16))}]", ignoreCase: true)
      for other in own.ranges.joined() {
        let bytes = Array(String(Unicode.Scalar(other)!).utf8)
        if try expression.firstMatch(in: bytes.span) == nil { disagreements.append(value) }
      }
      for other in [scalar.properties.lowercaseMapping, scalar.properties.uppercaseMapping]
      where other.unicodeScalars.count == 1 {
        let isRE2Match = try expression.firstMatch(in: Array(other.utf8).span) != nil
        if isRE2Match, !own.contains(other.unicodeScalars.first!.value) { disagreements.append(value) }
      }
    }
    // Letters that have had a case only since Unicode 16, which RE2's tables do not know.
    let casedSinceUnicode16: Set<UInt32> = [0x19B, 0x264, 0x1C89, 0x1C8A]
    #expect(Set(disagreements).isSubset(of: casedSinceUnicode16), "\(Set(disagreements).sorted())")
  }
}
