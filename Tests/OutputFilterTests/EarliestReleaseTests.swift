import Policy
import TestSupport
import Testing

@testable import OutputFilter

/// "Each byte is released as soon as it can no longer be part of any match": after every letter, exactly the bytes are
/// held that some continuation makes part of a match.
@Suite struct EarliestReleaseTests {
  /// Rules whose matches of the alphabet are decided within three more letters, so that trying all continuations of
  /// that length tries enough.
  static let ruleSets: [[String]] = [
    ["redact:ab"], ["redact:aab|bb"], ["redact:a b"], ["redact:\\bab\\b"], ["redact:a\\b"], ["redact:a\\bb|b b"],
    ["redact:ab$"], ["redact:^ab"], ["redact:\\Bab"], ["redact:a+b"], ["redact:[ab]{2} "], ["redact:aaa", "redact:ab"],
    ["redact:ab\\B"], ["redact:(?m)^a", "redact:b a"], ["redact: +a", "flag:b+"], ["redact:(a|\\bb)b a"],
    ["redact:b.a", "flag:a.*b"],
  ]

  @Test(arguments: ruleSets)
  func holdsExactlyWhatMayMatch(specification: [String]) throws {
    let rules = rules(specification)
    let program = try OutputFilterProgram(rules: rules)
    let reference = try ReferenceFilter(rules)
    let continuations = texts(over: ["a", "b", " "], lengthMax: 3)
    for text in texts(over: ["a", "b", " "], lengthMax: 5) {
      var filter = OutputFilter(program)
      var released = 0
      for letter in text {
        released += try filter.push(String(letter)).released.value.filter { "ab ".contains($0) }.count
      }
      let bytes = Array(text.utf8)
      let mayMatch = continuations.reduce(into: Set<Int>()) { $0.formUnion(reference.covered(in: bytes + $1.utf8)) }
      let firstHeld = bytes.indices.first { mayMatch.contains($0) && !decided($0, bytes, reference, continuations) }
      let expected = bytes.indices.filter { $0 < firstHeld ?? bytes.count && !mayMatch.contains($0) }.count
      #expect(released == expected, "\(text.debugDescription) under \(specification)")
    }
  }

  /// Whether the byte is covered whatever follows: it is never released, so nothing waits for it.
  private func decided(_ place: Int, _ bytes: [UInt8], _ reference: ReferenceFilter, _ continuations: [String]) -> Bool
  {
    continuations.allSatisfy { reference.covered(in: bytes + $0.utf8).contains(place) }
  }
}
