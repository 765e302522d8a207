import Testing

@testable import Deidentification

@Suite struct ResolverTests {
  @Test(
    "one list without overlaps, nothing uncovered",
    arguments: [
      ("the longer wins", [(0, 4, 0.9), (0, 10, 0.6)], [0..<10]),
      ("what sticks out stays", [(0, 6, 0.9), (4, 9, 0.9)], [0..<6, 6..<9]),
      ("below the bar is dropped", [(0, 4, 0.4)], []), ("side by side", [(0, 4, 0.9), (4, 8, 0.9)], [0..<4, 4..<8]),
    ])
  func resolve(rule: String, candidates: [(Int, Int, Double)], expected: [Range<Int>]) {
    let spans = candidates.map { Candidate(range: $0.0..<$0.1, kind: .name, score: Float($0.2), recognizer: "r") }
    #expect(Resolver.resolve(spans, in: NormalisedText("abcdefghij")).map(\.range) == expected, "\(rule)")
  }

  @Test func punctuationThatSticksOutIsDropped() {
    let spans = [(0, 3), (2, 5)].map { Candidate(range: $0.0..<$0.1, kind: .name, score: 0.9, recognizer: "r") }
    #expect(Resolver.resolve(spans, in: NormalisedText("abc, x")).map(\.range) == [0..<3])
  }
}
