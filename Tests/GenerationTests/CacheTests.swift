import Foundation
import Generation
import ModelFiles
import TestSupport
import Testing

/// Models over a cache of less than full precision, and over copied pages.
struct CacheTests {
  @Test(arguments: ExactnessTests.models)
  func `half precision continues as transformers does`(_ model: ReferenceModel) throws {
    let loaded = try model.load()
    for prompt in try model.reference().prompts {
      let got = Solo(loaded, cache: .f16).greedy(prompt.prompt_ids, prompt.greedy_ids.count)
      #expect(got == prompt.greedy_ids, "prompt of \(prompt.prompt_ids.count) tokens")
    }
  }

  @Test(arguments: ExactnessTests.models, [(CachePrecision.f16, 3e-3), (.int8, 0.08)] as [(CachePrecision, Float)])
  func `logits change within the format's error`(_ model: ReferenceModel, _ limit: (CachePrecision, Float)) throws {
    let loaded = try model.load()
    for prompt in try model.reference().prompts {
      let want = prompt.logits.joined(), solo = Solo(loaded, cache: limit.0)
      let got = solo.forward(prompt.prompt_ids, logits: prompt.logits.count)
      let error = zip(got.joined(), want).reduce(Float(0)) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      let change = (error / want.reduce(0) { $0 + $1 * $1 }).squareRoot()
      #expect(change <= limit.1, "prompt of \(prompt.prompt_ids.count) tokens")
    }
  }

  @Test(arguments: EncoderTests.models, [(CachePrecision.f16, 1e-3), (.int8, 1e-2)] as [(CachePrecision, Float)])
  func `encoders keep their keys in any format`(_ model: EncoderTests.Model, _ limit: (CachePrecision, Float)) throws {
    let encoder = try loadEncoder(ModelSource(path: model.path)), text: [Int32] = [5, 9, 31, 8, 100, 7]
    func states(_ cache: CachePrecision) -> [Float] {
      Array(encoder.makeSession(batchTokens: 64, threads: 1, cache: cache).states(of: [text])[0].joined())
    }
    let exact = normalized(states(.f32)), got = normalized(states(limit.0))
    #expect(got != exact)
    #expect(zip(got, exact).reduce(Float(0)) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot() <= limit.1)
  }

  @Test(arguments: ["qwen3", "deepseek-v2"], CachePrecision.allCases)
  func `alternatives of one prompt go on in copies of its last page`(name: String, cache: CachePrecision) throws {
    let model = try #require(ReferenceModel.named(name)).load()
    let session = model.makeSession(.init(pages: 9, pageTokens: 16, batchTokens: 64, threads: 1, cache: cache))
    let prompt = (3..<40).map { Int32($0) }
    func forward(_ tokens: [Int32], at position: Int, _ pages: [Int32]) -> [Float] {
      session.forward(Batch([.init(tokens: tokens, position: position, pages: pages, logitsCount: 1)]))[0]
    }
    _ = forward(prompt, at: 0, [4, 2, 7])
    session.copyPage(from: 7, to: 5)
    _ = forward([50], at: 37, [4, 2, 7])
    _ = forward([60], at: 37, [4, 2, 5])
    let shared = (forward([51], at: 38, [4, 2, 7]), forward([51], at: 38, [4, 2, 5]))
    _ = forward(prompt, at: 0, [0, 1, 3])
    _ = forward([50], at: 37, [0, 1, 3])
    let first = forward([51], at: 38, [0, 1, 3])
    _ = forward([60], at: 37, [0, 1, 3])
    #expect(shared.0 == first)
    #expect(shared.1 == forward([51], at: 38, [0, 1, 3]))
    #expect(shared.0 != shared.1)
  }
}
