import Foundation
import Generation
import ModelFiles
import TestSupport

/// Logits and greedy continuations of a model as Hugging Face transformers computes them in Float32.
struct Reference: Decodable {
  struct Prompt: Decodable {
    let prompt_ids: [Int32]
    let logits_last_positions: [String: [Float]]
    let greedy_ids: [Int32]
  }
  let prompts: [Prompt]

  static func load(_ name: String) throws -> (Reference, any LanguageModel) {
    let folder = Fixtures.shared("models/\(name)")!
    let reference = try JSONDecoder().decode(
      Reference.self, from: Data(contentsOf: folder.appending(path: "reference.json")))
    return (reference, try loadModel(GGUFFile(path: folder.appending(path: "\(name)-f32.gguf").path)))
  }
}

/// Runs one sequence alone on its own pages.
final class Solo {
  private let session: any ModelSession
  private let pages: [Int32]
  private var position = 0

  init(_ model: any LanguageModel, context: Int = 512, threads: Int = 1, pageTokens: Int = 64) {
    let count = (context + pageTokens - 1) / pageTokens
    session = model.makeSession(.init(pages: count, pageTokens: pageTokens, batchTokens: 256, threads: threads))
    // Backwards, so that pages in order would be noticed.
    pages = (0..<Int32(count)).reversed()
  }

  /// The logits of the last `count` tokens.
  func forward(_ tokens: [Int32], logits count: Int = 1) -> [[Float]] {
    defer { position += tokens.count }
    return session.forward(Batch([.init(tokens: tokens, position: position, pages: pages, logitsCount: count)]))
  }

  /// The likeliest continuation of `count` tokens.
  func greedy(_ prompt: [Int32], _ count: Int) -> [Int32] {
    var sampler = Sampler(.init()), tokens = [sampler.sample(forward(prompt)[0]).token]
    while tokens.count < count { tokens.append(sampler.sample(forward([tokens[tokens.count - 1]])[0]).token) }
    return tokens
  }
}
