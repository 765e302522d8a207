import TestSupport
import Testing

@testable import Deidentification

@Suite struct TaggerDecoderTests {
  @Test("Viterbi finds the path that trying all paths finds")
  func exhaustive() throws {
    let seed: UInt64 = 7
    var generator = SeededGenerator(seed: seed)
    let model = try TaggerModel.linked()
    for number in 0..<60 {
      let scores = (0..<3).map { _ in randomScores(&generator) }
      let isHan = (0..<3).map { _ in Bool.random(using: &generator) }
      let found = labels(of: scores, isHan: { isHan[$0] }, model)
      let best = allPaths(3).map { value($0, scores, isHan, model) }.max()
      #expect(value(found.map(Int.init), scores, isHan, model) == best, "seed \(seed), case \(number)")
    }
  }

  @Test("no tokens, no labels")
  func empty() throws {
    #expect(labels(of: [], isHan: { _ in false }, try TaggerModel.linked()) == [])
  }

  private func labels(of scores: [LabelScores], isHan: (Int) -> Bool, _ model: TaggerModel) -> [UInt8] {
    var labels = [UInt8](repeating: .max, count: scores.count)
    labels.withUnsafeMutableBufferPointer { labels in
      scores.withUnsafeBufferPointer { TaggerDecoder.decode($0, isHan: isHan, model, into: labels) }
    }
    return labels
  }

  private func randomScores(_ generator: inout SeededGenerator) -> LabelScores {
    var scores = LabelScores.zero
    for label in 0..<TaggerModel.labels { scores[label] = .random(in: -400...400, using: &generator) }
    return scores
  }

  private func allPaths(_ count: Int) -> [[Int]] {
    guard count > 0 else { return [[]] }
    return allPaths(count - 1).flatMap { path in (0..<TaggerModel.labels).map { path + [$0] } }
  }

  /// The sum of a path's scores; nil of paths that leave a span open or continue none.
  private func value(_ path: [Int], _ scores: [LabelScores], _ isHan: [Bool], _ model: TaggerModel) -> Int {
    guard !TaggerDecoder.continues(path[0]), !TaggerDecoder.isOpen(path[path.count - 1]) else { return .min }
    var sum = Int(scores[0][path[0]])
    for index in 1..<path.count {
      sum += Int(model.transition(from: path[index - 1], isHan: isHan[index])[path[index]])
      sum += Int(scores[index][path[index]])
    }
    return sum
  }
}
