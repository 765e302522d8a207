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
      let found = labels(of: scores, isHan: isHan, model)
      let best = allPaths(3).map { value($0, scores, isHan, model) }.max()
      #expect(value(found.map(Int.init), scores, isHan, model) == best, "seed \(seed), case \(number)")
    }
  }

  @Test("no tokens, no labels")
  func empty() throws {
    #expect(labels(of: [], isHan: [], try TaggerModel.linked()) == [])
  }

  @Test("the path of a long run is worth what a plain search over its tokens finds", arguments: 1...20)
  func long(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let model = try TaggerModel.linked()
    let scores = (0..<40).map { _ in randomScores(&generator) }
    let isHan = scores.map { _ in Bool.random(using: &generator) }
    let found = labels(of: scores, isHan: isHan, model)
    #expect(value(found.map(Int.init), scores, isHan, model) == bestValue(scores, isHan, model))
  }

  private func labels(of scores: [LabelScores], isHan: [Bool], _ model: TaggerModel) -> [UInt8] {
    var labels = [UInt8](repeating: .max, count: scores.count)
    labels.withUnsafeMutableBufferPointer { labels in
      scores.withUnsafeBufferPointer { scores in
        isHan.map { $0 ? UInt8(1) : 0 }.withUnsafeBufferPointer {
          model.decoder.decode(scores, scripts: $0, into: labels)
        }
      }
    }
    return labels
  }

  /// Token by token, the worth of the best path to each label.
  private func bestValue(_ scores: [LabelScores], _ isHan: [Bool], _ model: TaggerModel) -> Int? {
    let all = 0..<TaggerModel.labels
    var best = all.map { TaggerDecoder.continues($0) ? nil : Int(scores[0][$0]) }
    for index in 1..<scores.count {
      best = all.map { label in
        all.compactMap { from in
          best[from].map { $0 + Int(model.transition(from: from, isHan: isHan[index])[label]) }
        }.max().map { $0 + Int(scores[index][label]) }
      }
    }
    return all.filter { !TaggerDecoder.isOpen($0) }.compactMap { best[$0] }.max()
  }

  private func randomScores(_ generator: inout SeededGenerator) -> LabelScores {
    // The spare lanes hold anything.
    var scores = LabelScores(repeating: .random(in: -400...400, using: &generator))
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
