import Generation
import GenerationTestSupport
import TestSupport
import Testing

@testable import Scheduling

/// Strings that end an alternative.
struct StopStringTests {
  @Test func `however tokens cut a text, a string is found with the token that completes it`() {
    var random = SeededGenerator(seed: 7)
    for _ in 0..<2000 {
      let text = bytes(0...12, &random), count = Int.random(in: 1...3, using: &random)
      let stop = (0..<count).map { _ in bytes(1...4, &random) }
      let firstEnd = text.indices.first { end in stop.contains { text[...end].suffix($0.count) == $0[...] } }
      var stops = StopStrings(stop, choices: 1), found: Int?, start = 0
      while start < text.count, found == nil {
        let end = Int.random(in: start...text.count, using: &random)
        if stops.completes(with: Array(text[start..<end]), of: 0) { found = end }
        start = end
      }
      #expect(found.map { $0 > firstEnd ?? .max } ?? (firstEnd == nil), "\(stop) in \(text)")
    }
  }

  @Test func `each alternative ends with the token that completes one`() async throws {
    let engine = Engine(ScriptedModel(), tokenBytes: { [UInt8($0)] })
    let tokens = await collect(
      try engine.submit(.init(prompt: [3], tokensMax: 9, choices: 2, endIDs: [], stop: [[6, 7], [50]])))
    for choice in 0..<2 {
      let own = tokens.filter { $0.choice == choice }
      #expect(own.map(\.token) == [4, 5, 6, 7] && own.last?.finish == .stop)
    }
    #expect(engine.load == EngineLoad(running: 0, waiting: 0, slots: 8))
  }

  private func bytes(_ count: ClosedRange<Int>, _ random: inout SeededGenerator) -> [UInt8] {
    (0..<Int.random(in: count, using: &random)).map { _ in UInt8.random(in: 0...1, using: &random) }
  }
}
