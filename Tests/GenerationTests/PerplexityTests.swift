import Foundation
import Generation
import TestSupport
import Testing

/// Perplexity against transformers' losses, and the cutting into windows.
struct PerplexityTests {
  @Test func `a text in one window has the reference's loss`() throws {
    let model = try #require(ReferenceModel.named("llama3-biases")), loaded = try model.load()
    for prompt in try model.reference().prompts {
      let result = perplexity(of: loaded, on: prompt.prompt_ids, window: 200)
      #expect(result.tokens == prompt.prompt_ids.count - 1)
      #expect(abs(result.meanLoss - prompt.mean_nll) <= 1e-5)
      #expect(abs(result.value - exp(prompt.mean_nll)) <= 1e-3 * result.value)
    }
  }

  @Test(arguments: [2, 3, 10, 32, 33, 34])
  func `windows foretell every token but the first once`(window: Int) throws {
    let model = try #require(ReferenceModel.named("qwen3")), loaded = try model.load()
    let tokens = try model.reference().prompts[1].prompt_ids
    var losses = 0.0
    for first in stride(from: 0, to: tokens.count - 1, by: window - 1) {
      let part = Array(tokens[first..<min(first + window, tokens.count)])
      losses += Solo(loaded).meanLoss(part) * Double(part.count - 1)
    }
    let result = perplexity(of: loaded, on: tokens, window: window)
    #expect(result.tokens == tokens.count - 1)
    #expect(abs(result.meanLoss - losses / Double(tokens.count - 1)) <= 1e-5)
  }
}
