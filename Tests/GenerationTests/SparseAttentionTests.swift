import Foundation
import Generation
import TestSupport
import Testing

/// A needle in a haystack, and what sparse attention does to models that were not made for it.
struct SparseAttentionTests {
  static let tokens = 2048
  /// Of the needle's first token. The first position of a text has nothing before it, so none begins there.
  static let depths = [1, 62, 63, 700, 1023, 1500, 1982, 1983, 2040]

  @Test(arguments: [
    (AttentionMode.full, CachePrecision.f32), (.sparse(pages: 8), .f16), (.sparse(pages: 8), .int8),
    (.sparse(pages: 4), .f16),
  ])
  func `a needle is found at every depth`(_ mode: (AttentionMode, CachePrecision)) throws {
    let model = try RecallModel.load()
    for depth in Self.depths { #expect(finds(depth, model, mode.0, mode.1), "at \(depth)") }
  }

  @Test func `a sink and a window alone find what lies in them`() throws {
    let model = try RecallModel.load(), mode = AttentionMode.sparse(pages: AttentionMode.pagesMin)
    let found = Self.depths.filter { finds($0, model, mode, .f32) }
    #expect(found == [1, 62, 1983, 2040], "pages of 64 tokens: the first and the two latest")
  }

  @Test(arguments: ExactnessTests.models)
  func `with room for every page it is full attention, bit for bit`(_ model: ReferenceModel) throws {
    let loaded = try model.load(), prompt = try model.reference().prompts[2].prompt_ids
    let full = Solo(loaded, pageTokens: 16).forward(prompt, logits: 3)
    #expect(Solo(loaded, pageTokens: 16, attention: .sparse(pages: 32)).forward(prompt, logits: 3) == full)
  }

  @Test(arguments: ["qwen3", "deepseek-v2"])
  func `with room for few it is not`(name: String) throws {
    let model = try #require(ReferenceModel.named(name)), prompt = try model.reference().prompts[2].prompt_ids
    let full = Solo(try model.load(), pageTokens: 16).forward(prompt)
    #expect(Solo(try model.load(), pageTokens: 16, attention: .sparse(pages: 4)).forward(prompt) != full)
  }

  /// Whether the model says the needle's second token after its first, which comes again at the end.
  private func finds(
    _ depth: Int, _ model: any LanguageModel, _ attention: AttentionMode, _ cache: CachePrecision
  ) -> Bool {
    var random = SeededGenerator(seed: UInt64(depth) + 1)
    let key = Int32.random(in: 0..<RecallModel.needles, using: &random), value = (key + 5) % RecallModel.needles
    var text = (0..<Self.tokens).map { _ in
      Int32.random(in: RecallModel.needles..<Int32(RecallModel.vocabulary), using: &random)
    }
    (text[depth], text[depth + 1]) = (key, value)
    text.append(key)
    let solo = Solo(model, context: Self.tokens + 1, cache: cache, attention: attention)
    var logits: [Float] = []
    for start in stride(from: 0, to: text.count, by: 256) {
      logits = solo.forward(Array(text[start..<min(start + 256, text.count)]))[0]
    }
    return logits.indices.max { logits[$0] < logits[$1] } == Int(value)
  }
}
