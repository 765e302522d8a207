import Foundation
import Generation
import TestSupport
import Testing

/// The forward pass of every architecture and option against what transformers computes, from both kinds of file.
struct ExactnessTests {
  static let models = ReferenceModel.options + ReferenceModel.shared
  /// Two correct Float32 implementations were seen to differ by 1.9e-5 at most.
  static let tolerance: Float = 1e-4

  @Test(arguments: models)
  func `logits and loss of the prompts`(_ model: ReferenceModel) throws {
    let loaded = try model.load()
    for prompt in try model.reference().prompts {
      let want = prompt.logits, got = Solo(loaded).forward(prompt.prompt_ids, logits: want.count)
      #expect(distance(got.joined(), want.joined()) <= Self.tolerance, "prompt of \(prompt.prompt_ids.count) tokens")
      #expect(abs(Solo(loaded).meanLoss(prompt.prompt_ids) - prompt.mean_nll) <= 1e-4)
    }
  }

  @Test(arguments: models, [1, 2])
  func `greedy continuations token for token`(_ model: ReferenceModel, threads: Int) throws {
    let loaded = try model.load()
    for prompt in try model.reference().prompts {
      let got = Solo(loaded, threads: threads).greedy(prompt.prompt_ids, prompt.greedy_ids.count)
      #expect(got == prompt.greedy_ids, "prompt of \(prompt.prompt_ids.count) tokens")
    }
  }

  @Test(arguments: ["llama3-biases", "llama-dynamic", "mistral-windowed", "deepseek-v2"], [1, 7, 64])
  func `chunks of any length give the logits of the whole`(name: String, chunk: Int) throws {
    let model = try #require(ReferenceModel.named(name)), prompt = try model.reference().prompts[2]
    let solo = Solo(try model.load(), pageTokens: 16), tokens = prompt.prompt_ids
    var last: [Float] = []
    for start in stride(from: 0, to: tokens.count, by: chunk) {
      let part = Array(tokens[start..<min(start + chunk, tokens.count)])
      last = solo.forward(part, sequenceTokens: tokens.count)[0]
    }
    #expect(distance(last, try #require(prompt.logits.last)) <= Self.tolerance)
  }

  @Test(arguments: ["qwen3", "deepseek-v3-fp8"])
  func `a batch of different sequences gives each its own logits`(name: String) throws {
    let model = try #require(ReferenceModel.named(name)), prompts = try model.reference().prompts
    let session = try model.load().makeSession(
      .init(pages: 30, pageTokens: 16, batchTokens: 256, threads: 2, cache: .f32))
    let pages: [[Int32]] = [[5], [3, 20, 1], Array(6..<19)]
    let slices = zip(prompts, pages).map {
      BatchSlice(tokens: $0.prompt_ids, position: 0, pages: $1, logitsCount: 1)
    }
    for (prompt, got) in zip(prompts, session.forward(Batch(slices))) {
      #expect(distance(got, try #require(prompt.logits.last)) <= Self.tolerance)
    }
  }

  /// The largest difference; NaN where one is NaN or the counts differ.
  private func distance(_ got: some Collection<Float>, _ want: some Collection<Float>) -> Float {
    let differences = zip(got, want).map { abs($0 - $1) }
    guard got.count == want.count, differences.allSatisfy(\.isFinite) else { return .nan }
    return differences.max() ?? .nan
  }
}
