import TestSupport
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

  @Test("what is added to resolved spans is as all of it resolved together", arguments: 1...20)
  func adding(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let text = NormalisedText("ab, cd. ef gh; ij-kl mn")
    for number in 0..<200 {
      let first = Resolver.resolve(candidates(&generator), in: text)
      let more = candidates(&generator)
      let expected = Resolver.resolve(first + more, in: text)
      #expect(Resolver.adding(more, to: first, in: text) == expected, "seed \(seed), case \(number)")
    }
  }

  private func candidates(_ generator: inout SeededGenerator) -> [Candidate] {
    (0..<Int.random(in: 0...5, using: &generator)).map { _ in
      let start = Int.random(in: 0...20, using: &generator)
      return Candidate(
        range: start..<Int.random(in: start + 1...min(start + 8, 23), using: &generator), kind: .name,
        score: Float(Int.random(in: 4...9, using: &generator)) / 10,
        recognizer: ["a", "b"].randomElement(using: &generator)!)
    }
  }

  @Test func punctuationThatSticksOutIsDropped() {
    let spans = [(0, 3), (2, 5)].map { Candidate(range: $0.0..<$0.1, kind: .name, score: 0.9, recognizer: "r") }
    #expect(Resolver.resolve(spans, in: NormalisedText("abc, x")).map(\.range) == [0..<3])
  }
}
