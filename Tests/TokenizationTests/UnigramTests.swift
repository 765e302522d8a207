import TestSupport
import Testing

@testable import Tokenization

@Suite struct UnigramTests {
  /// The fast search finds what the one step by step does, to the last bit of a score, ties and unknown text included.
  @Test func fastSearchEqualsTheDefinition() throws {
    var random = SeededGenerator(seed: 17)
    let letters = ["a", "b", "é", "中", "文", "🙂", "▁", "\0"]
    func text(_ counts: ClosedRange<Int>) -> [UInt8] {
      (0..<Int.random(in: counts, using: &random)).flatMap { _ in
        Array((letters.randomElement(using: &random) ?? "a").utf8)
      }
    }
    for _ in 0..<300 {
      var tokens: [(piece: [UInt8], score: Double)] = [(Array("<unk>".utf8), 0)]
      for _ in 0..<Int.random(in: 1...30, using: &random) {
        tokens.append((text(1...4), -Double(Int.random(in: 0...6, using: &random)) / 3))
      }
      let unknownID: Int32? = Int.random(in: 0..<8, using: &random) == 0 ? nil : 0
      let model = try UnigramModel(tokens: tokens, unknownID: unknownID, byteIDs: nil)
      for _ in 0..<30 {
        let text = text(0...12)
        let expected = try? model.bestByReference(text)
        #expect((try? model.best(text)).map { Self.reached($0) } == expected.map { Self.reached($0) })
      }
    }
  }

  /// What places that no token ends at hold does not matter.
  private static func reached(_ best: [UnigramModel.Best]) -> [UnigramModel.Best] {
    best.map { $0.start < 0 ? UnigramModel.Best() : $0 }
  }
}
