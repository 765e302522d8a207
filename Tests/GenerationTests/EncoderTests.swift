import Foundation
import Generation
import ModelFiles
import TestSupport
import Testing

/// Encoders against the vectors that transformers computes.
struct EncoderTests {
  struct Model: Sendable, CustomTestStringConvertible {
    let folder: URL, path: String
    var testDescription: String { path }
  }

  static let models: [Model] = {
    let own = Fixtures.folder.appending(path: "models/bert-cls")
    let shared = Fixtures.shared("models/tiny-bert")
    return [Model(folder: own, path: own.path)]
      + (shared.map { folder in
        ["tiny-bert-f32.gguf", "hf"].map { Model(folder: folder, path: folder.appending(path: $0).path) }
      } ?? [])
  }()
  static let tolerance: Float = 1e-5

  @Test(arguments: models)
  func `pooled vectors of each text`(_ model: Model) throws {
    let encoder = try loadEncoder(ModelSource(path: model.path)),
      session = encoder.makeSession(batchTokens: 64, threads: 1)
    for text in try references(model) where !text.ids.isEmpty {
      let states = try #require(session.states(of: [text.ids]).first)
      #expect(distance(Pooling.first(states), text.cls) <= Self.tolerance * 10)
      #expect(distance(normalized(Pooling.mean(states)), text.mean_pooled_l2) <= Self.tolerance)
    }
  }

  @Test(arguments: models)
  func `texts embedded together do not see each other`(_ model: Model) throws {
    let encoder = try loadEncoder(ModelSource(path: model.path))
    let session = encoder.makeSession(batchTokens: 2048, threads: 2), texts = try references(model)
    for (states, text) in zip(session.states(of: texts.map(\.ids)), texts) {
      #expect(distance(normalized(Pooling.mean(states)), text.mean_pooled_l2) <= Self.tolerance)
    }
  }

  @Test func `the folder says how its model pools`() throws {
    #expect(try loadEncoder(ModelSource(path: Self.models[0].path)).description.pooling == .first)
    for model in Self.models.dropFirst() {
      #expect(try loadEncoder(ModelSource(path: model.path)).description.pooling == .mean)
    }
  }

  @Test func `a decoder is no encoder`() throws {
    let decoder = try #require(ReferenceModel.named("qwen3"))
    let error = #expect(throws: ModelFileError.self) { try loadEncoder(ModelSource(path: decoder.path)) }
    #expect(error?.description.contains("qwen3") == true)
  }

  @Test func `zero has no direction`() { #expect(normalized([0, 0]) == [0, 0] && normalized([3, 4]) == [0.6, 0.8]) }

  private struct Text: Decodable {
    let ids: [Int32], cls: [Float], mean_pooled_l2: [Float]
  }

  private func references(_ model: Model) throws -> [Text] {
    struct File: Decodable { let cases: [Text] }
    let data = try Data(contentsOf: model.folder.appending(path: "reference.json"))
    return try JSONDecoder().decode(File.self, from: data).cases
  }

  private func distance(_ got: [Float], _ want: [Float]) -> Float {
    let differences = zip(got, want).map { abs($0 - $1) }
    return got.count == want.count && differences.allSatisfy(\.isFinite) ? differences.max() ?? .nan : .nan
  }
}
