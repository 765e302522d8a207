import Foundation
import Generation
import ModelFiles
import TestSupport
import Testing

/// Logits and greedy continuations of a model as Hugging Face transformers computes them in Float32.
struct Reference: Decodable {
  struct Prompt: Decodable {
    let prompt_ids: [Int32]
    let logits_last_positions: [String: [Float]]
    let mean_nll: Double
    let greedy_ids: [Int32]

    /// The last positions' logits in order.
    var logits: [[Float]] {
      logits_last_positions.sorted { Int($0.key)! < Int($1.key)! }.map(\.value)
    }
  }
  let prompts: [Prompt]

  init(_ folder: URL) throws {
    let data = try Data(contentsOf: folder.appending(path: "reference.json"))
    self = try JSONDecoder().decode(Reference.self, from: data)
  }
}

/// A reference model on disk in one of its forms.
struct ReferenceModel: Sendable, CustomTestStringConvertible {
  let name: String
  let folder: URL
  /// A GGUF file or a folder.
  let path: String

  var testDescription: String { "\(name) \(path.hasSuffix(".gguf") ? "gguf" : "safetensors")" }

  func load(_ precision: Precision = .f32) throws -> any LanguageModel {
    try loadModel(ModelSource(path: path), precision: precision)
  }

  func reference() throws -> Reference { try Reference(folder) }

  /// Every form of the shared reference models: none on a machine without them.
  static let shared = ["stories260K", "tiny-llama3", "tiny-qwen2", "tiny-deepseek-v3"].flatMap { name in
    let folder = Fixtures.shared("models/\(name)")
    return folder.map { folder in
      ["\(name)-f32.gguf", "hf"].map {
        ReferenceModel(name: name, folder: folder, path: folder.appending(path: $0).path)
      }
    } ?? []
  }

  /// The models of Tests/Fixtures/models: one for each option that the architectures have.
  static let options = [
    "qwen3", "qwen2-tied-sharded", "qwen2-windowed", "qwen2-yarn", "llama3-biases", "llama-linear", "llama-dynamic",
    "llama-longrope", "mistral-windowed", "deepseek-v2-lite", "deepseek-v2", "deepseek-v2-odd", "deepseek-v3-fp8",
    "deepseek-v3-odd",
  ].map { name in
    let folder = Fixtures.folder.appending(path: "models/\(name)")
    return ReferenceModel(name: name, folder: folder, path: folder.path)
  }

  static func named(_ name: String) -> ReferenceModel? { (shared + options).first { $0.name == name } }
}

/// Runs one sequence alone on its own pages.
final class Solo {
  private let session: any ModelSession
  private let pages: [Int32]
  private let adapter: Int?
  private var position = 0

  init(
    _ model: any LanguageModel, context: Int = 512, threads: Int = 1, pageTokens: Int = 64,
    cache: CachePrecision = .f32, attention: AttentionMode = .full, adapter: Int? = nil
  ) {
    self.adapter = adapter
    let count = (context + pageTokens - 1) / pageTokens
    session = model.makeSession(
      .init(
        pages: count, pageTokens: pageTokens, batchTokens: 256, threads: threads, cache: cache, attention: attention))
    // Backwards, so that pages in order would be noticed.
    pages = (0..<Int32(count)).reversed()
  }

  /// The logits of the last `count` tokens. `sequenceTokens` counts the whole prompt where this is a part of it.
  func forward(_ tokens: [Int32], logits count: Int = 1, sequenceTokens: Int? = nil) -> [[Float]] {
    defer { position += tokens.count }
    return session.forward(
      Batch([
        .init(
          tokens: tokens, position: position, pages: pages, logitsCount: count, sequenceTokens: sequenceTokens,
          adapter: adapter)
      ]))
  }

  /// The mean of -log p of each token after the first.
  func meanLoss(_ tokens: [Int32]) -> Double {
    let rows = forward(tokens, logits: tokens.count)
    let losses = zip(rows, tokens.dropFirst()).map { row, token in
      log(row.reduce(0) { $0 + exp(Double($1)) }) - Double(row[Int(token)])
    }
    return losses.reduce(0, +) / Double(losses.count)
  }

  /// The likeliest continuation of `count` tokens.
  func greedy(_ prompt: [Int32], _ count: Int) -> [Int32] {
    var sampler = Sampler(.init()), tokens = [sampler.sample(forward(prompt)[0]).token]
    while tokens.count < count { tokens.append(sampler.sample(forward([tokens[tokens.count - 1]])[0]).token) }
    return tokens
  }
}
