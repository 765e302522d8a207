import Foundation
import Generation
import TestSupport
import Testing

/// The forward pass against reference logits: Llama 2 (tied head), Llama 3 (scaled rotary), Qwen2 (biases).
@Suite(.enabled(if: Fixtures.shared("models/stories260K") != nil, "reference models are not on this machine"))
struct LlamaExactnessTests {
  static let models = ["stories260K", "tiny-llama3", "tiny-qwen2"]
  /// Two correct Float32 implementations were seen to differ by 1.5e-5 at most.
  static let tolerance: Float = 1e-4

  @Test(arguments: models)
  func `logits of the last positions`(name: String) throws {
    let (reference, model) = try Reference.load(name)
    for prompt in reference.prompts {
      let logits = Solo(model).forward(prompt.prompt_ids, logits: 3)
      for (offset, row) in logits.enumerated() {
        let want = try #require(prompt.logits_last_positions["\(prompt.prompt_ids.count - 3 + offset)"])
        #expect(row.count == want.count)
        let worst = zip(row, want).map { abs($0 - $1) }.max() ?? .nan
        #expect(worst <= Self.tolerance, "\(name), prompt of \(prompt.prompt_ids.count) tokens")
      }
    }
  }

  @Test(arguments: models, [1, 2])
  func `greedy continuations token for token`(name: String, threads: Int) throws {
    let (reference, model) = try Reference.load(name)
    for prompt in reference.prompts {
      let got = Solo(model, threads: threads).greedy(prompt.prompt_ids, prompt.greedy_ids.count)
      #expect(got == prompt.greedy_ids, "\(name), prompt of \(prompt.prompt_ids.count) tokens")
    }
  }

  @Test(arguments: [1, 7, 64, 200])
  func `chunks of any length give the logits of the whole`(chunk: Int) throws {
    let (reference, model) = try Reference.load("tiny-llama3")
    let prompt = reference.prompts[2]
    let solo = Solo(model, pageTokens: 16)
    var last: [Float] = []
    for start in stride(from: 0, to: prompt.prompt_ids.count, by: chunk) {
      last = solo.forward(Array(prompt.prompt_ids[start..<min(start + chunk, prompt.prompt_ids.count)]))[0]
    }
    let want = try #require(prompt.logits_last_positions["\(prompt.prompt_ids.count - 1)"])
    let isClose = zip(last, want).allSatisfy { abs($0 - $1) <= Self.tolerance }
    #expect(isClose)
  }

  @Test func `a batch of different sequences gives each its own logits`() throws {
    let (reference, model) = try Reference.load("tiny-qwen2")
    let session = model.makeSession(.init(pages: 30, pageTokens: 16, batchTokens: 256, threads: 2))
    let pages: [[Int32]] = [[5], [3, 20, 1], Array(6..<19)]
    let slices = zip(reference.prompts, pages).map {
      BatchSlice(tokens: $0.prompt_ids, position: 0, pages: $1, logitsCount: 1)
    }
    for (prompt, got) in zip(reference.prompts, session.forward(Batch(slices))) {
      let want = try #require(prompt.logits_last_positions["\(prompt.prompt_ids.count - 1)"])
      let isClose = zip(got, want).allSatisfy { abs($0 - $1) <= Self.tolerance }
      #expect(isClose)
    }
  }
}
