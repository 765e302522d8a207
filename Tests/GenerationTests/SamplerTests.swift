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
      guard let parameters = reference.parameters else { continue }
      let got = Sampler(parameters).distribution(logits)
      #expect(got.count == reference.probs.count, "\(reference.config)")
      for ((_, probability), want) in zip(got, reference.probs) { #expect(abs(probability - want) <= 1e-6) }
      checked += 1
    }
    #expect(checked == 18)
  }

  @Test func `temperature 0 takes the likeliest token, the first of equals`() {
    var sampler = Sampler(.init(temperature: 0))
    #expect(sampler.sample([0, 3, 3, 1]).token == 1)
    #expect(sampler.sample([-.infinity, -4]).token == 1)
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

  @Test(arguments: [
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
    let config: [String: Double]
    let probs: [Double]

    /// nil for filters that the sampler does not have.
    var parameters: SamplingParameters? {
      guard config["min_p"] == nil, config["repetition_penalty"] == nil else { return nil }
      return SamplingParameters(
        temperature: Float(config["temperature"] ?? 1), topK: Int(config["top_k"] ?? 0),
        topP: Float(config["top_p"] ?? 1))
    }
  }
  let cases: [Case]
}
