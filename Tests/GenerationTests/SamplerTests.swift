import Constraints
import Foundation
import Generation
import TestSupport
import Testing

/// The sampler's filters against distributions made by Hugging Face transformers.
struct SamplerTests {
  @Test(.enabled(if: Fixtures.shared("models/sampling") != nil, "reference distributions are not on this machine"))
  func `filtered distributions`() throws {
    let data = try Data(contentsOf: Fixtures.shared("models/sampling/reference.json")!)
    let cases = try JSONDecoder().decode(References.self, from: data).cases
    var logits: [Float] = [], checked = 0
    for reference in cases {
      if let own = reference.logits { logits = own }
      let got = Sampler(reference.parameters, prompt: reference.history).distribution(logits)
      #expect(got.count == reference.probs.count, "\(reference.config)")
      if let kept = reference.kept { #expect(got.map(\.token) == kept, "\(reference.config)") }
      for ((_, probability), want) in zip(got, reference.probs) { #expect(abs(probability - want) <= 1e-6) }
      checked += 1
    }
    #expect(checked == 24)
  }

  @Test func `temperature 0 takes the likeliest token, the first of equals`() {
    var sampler = Sampler(.init(temperature: 0))
    #expect(sampler.sample([0, 3, 3, 1]).token == 1)
    #expect(sampler.sample([-.infinity, -4]).token == 1)
  }

  @Test(arguments: [0, 1, 3, 50, 60])
  func `the likeliest tokens are those that sorting finds`(count: Int) {
    var random = SeededGenerator(seed: 9)
    // Few different values: equals are common.
    let logits = (0..<50).map { _ in Float(Int.random(in: 0..<13, using: &random)) }
    let total = log(logits.reduce(0) { $0 + exp(Double($1)) })
    let sorted = logits.indices.sorted { (-logits[$0], $0) < (-logits[$1], $1) }
    let got = likeliest(count, of: logits)
    #expect(got.map { Int($0.token) } == Array(sorted.prefix(count)))
    #expect(got.allSatisfy { abs(Double($0.logProbability) - Double(logits[Int($0.token)]) + total) < 1e-5 })
  }

  @Test func `a seed reproduces, alternatives differ`() {
    let logits = [Float](repeating: 0, count: 1000)
    func draw(_ seed: UInt64, _ choice: Int) -> [Int32] {
      var sampler = Sampler(.init(temperature: 1, seed: seed), choice: choice)
      return (0..<20).map { _ in sampler.sample(logits).token }
    }
    #expect(draw(1, 0) == draw(1, 0))
    #expect(draw(1, 0) != draw(1, 1))
    #expect(draw(1, 0) != draw(2, 0))
  }

  @Test func `tokens are drawn as often as they are likely`() {
    let seed: UInt64 = 42
    var sampler = Sampler(.init(temperature: 1, seed: seed)), counts = [Int](repeating: 0, count: 3)
    let likely = [0.7, 0.2, 0.1]
    for _ in 0..<20_000 { counts[Int(sampler.sample(likely.map { Float(log($0)) }).token)] += 1 }
    // Five standard deviations of 20,000 draws.
    for (count, share) in zip(counts, likely) { #expect(abs(Double(count) / 20_000 - share) <= 0.018, "seed \(seed)") }
  }

  @Test func `log-probabilities are those of the unfiltered logits`() {
    var sampler = Sampler(.init(temperature: 0.5, topK: 1))
    #expect(abs(sampler.sample([0, 0, log(2)]).logProbability - log(0.5)) <= 1e-6)
  }

  @Test func `the allowed tokens are drawn as if there were no others`() {
    var random = SeededGenerator(seed: 12)
    for _ in 0..<300 {
      let logits = (0..<200).map { _ in Float.random(in: -6...6, using: &random) }
      let allowed = logits.indices.filter { _ in Int.random(in: 0..<8, using: &random) == 0 }
      guard !allowed.isEmpty else { continue }
      var mask = TokenMask(count: logits.count)
      for token in allowed { mask.set(token, to: true) }
      var parameters = SamplingParameters(
        temperature: Float.random(in: 0.2...3, using: &random), topK: Int.random(in: 0...12, using: &random),
        topP: Float.random(in: 0.3...1, using: &random), minP: Float.random(in: 0...0.3, using: &random))
      let among = Sampler(parameters).distribution(logits, allowing: mask)
      let alone = Sampler(parameters).distribution(allowed.map { logits[$0] })
      #expect(
        among.map(\.token) == alone.map { allowed[$0.token] } && among.map(\.probability) == alone.map(\.probability))
      parameters.temperature = 0
      var greedy = Sampler(parameters)
      let (token, logProbability) = greedy.sample(logits, allowing: mask)
      #expect(logits[Int(token)] == allowed.map { logits[$0] }.max())
      let total = logits.map { exp(Double($0)) }.reduce(0, +)
      #expect(abs(Double(logProbability) - (Double(logits[Int(token)]) - log(total))) < 1e-4)
    }
  }

  @Test func `penalties and biases change logits in their order`() {
    var sampler = Sampler(
      .init(repetitionPenalty: 2, frequencyPenalty: 0.5, presencePenalty: 0.25, logitBias: [3: 1, 99: 5]),
      prompt: [0, 1])
    func logits() -> [Double] {
      let kept = sampler.distribution([4, -1, 0, 2]).map(\.probability)
      return kept.map { log($0 / kept[2]) }
    }
    func expect(_ want: [Double]) {
      let isClose = zip(logits(), want).allSatisfy { abs($0 - $1) <= 1e-6 }
      #expect(isClose, "\(logits())")
    }
    expect([2, -2, 0, 3])
    #expect(sampler.sample([4, -1, 0, 2]).token == 3)
    // Token 3: (2 + 1) / 2 for being there, less 0.5 and 0.25.
    expect([2, -2, 0, 0.75])
    #expect(sampler.sample([0, 0, 0, 9]).token == 3)
    expect([2, -2, 0, 0.25])
  }

  @Test(arguments: [
    (SamplingParameters(minP: -0.1), "min-p"), (.init(repetitionPenalty: 0), "repetition"),
    (.init(frequencyPenalty: .nan), "frequency"), (.init(presencePenalty: .infinity), "presence"),
    (.init(logitBias: [1: .nan]), "biases"),
    (SamplingParameters(temperature: -1), "temperature"), (.init(temperature: .nan), "temperature"),
    (.init(topK: -1), "top-k"), (.init(topP: 1.5), "top-p"), (.init(topP: .nan), "top-p"),
  ])
  func `impossible parameters are named`(_ parameters: SamplingParameters, name: String) {
    #expect(parameters.complaint?.contains(name) == true)
    #expect(SamplingParameters().complaint == nil)
  }
}

private struct References: Decodable {
  struct Case: Decodable {
    let logits: [Float]?
    let history: [Int32]
    let config: [String: Double]
    let probs: [Double]
    /// nil for all.
    let kept: [Int]?

    init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: Keys.self)
      logits = try values.decodeIfPresent([Float].self, forKey: .logits)
      history = try values.decode([Int32].self, forKey: .history)
      config = try values.decode([String: Double].self, forKey: .config)
      probs = try values.decode([Double].self, forKey: .probs)
      kept = try? values.decode([Int].self, forKey: .kept)
    }

    private enum Keys: CodingKey { case logits, history, config, probs, kept }

    var parameters: SamplingParameters {
      SamplingParameters(
        temperature: Float(config["temperature"] ?? 1), topK: Int(config["top_k"] ?? 0),
        topP: Float(config["top_p"] ?? 1), minP: Float(config["min_p"] ?? 0),
        repetitionPenalty: Float(config["repetition_penalty"] ?? 1))
    }
  }
  let cases: [Case]
}
