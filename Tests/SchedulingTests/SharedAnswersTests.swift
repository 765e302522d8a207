import Foundation
import Generation
import ModelFiles
import Scheduling
import TestSupport
import Testing

/// A real model answers the same, whatever its cache shares, copies or guesses.
struct SharedAnswersTests {
  private static let models = ["qwen3", "mistral-windowed", "deepseek-v2-lite"]

  @Test(arguments: models) func `a prefix is computed once for a salt, and for each salt`(name: String) async throws {
    let engine = try engine(name)
    let requests = [1, 1, 2, nil, nil].enumerated().map { number, salt in
      GenerationRequest(
        prompt: prompt(200) + prompt(10, seed: UInt64(number)), tokensMax: 12, endIDs: [],
        salt: salt.map { [UInt8($0)] })
    }
    var shared: [Int] = []
    for request in requests {
      let answer = await collect(try engine.submit(request)).map(\.token)
      #expect(try await answer == alone(name, request))
      shared.append(engine.counters.sharedTokens)
    }
    #expect(shared == [0, 192, 192, 192, 192])
  }

  @Test(arguments: models) func `a model loaded anew under way answers as if nothing had been`(name: String)
    async throws
  {
    let model = try model(name)
    let engine = Engine(model, lighter: { { model } })
    let request = GenerationRequest(
      prompt: prompt(100), tokensMax: 40, sampling: .init(temperature: 0.5, seed: 3), choices: 2, endIDs: [], salt: [1])
    let undisturbed = await collect(try Engine(model).submit(request))
    var disturbed: [GeneratedToken] = []
    for await token in try engine.submit(request) {
      disturbed.append(token)
      if disturbed.count % 9 == 0 { engine.lighten() }
    }
    for choice in 0..<2 {
      #expect(
        disturbed.filter { $0.choice == choice }.map(\.token)
          == undisturbed.filter { $0.choice == choice }.map(\.token))
    }
  }

  @Test func `texts whose keys change with their length share nothing`() async throws {
    let engine = try engine("llama-dynamic")
    for _ in 0..<2 {
      let request = GenerationRequest(prompt: prompt(100), tokensMax: 4, endIDs: [], salt: [1])
      #expect(try await collect(engine.submit(request)).map(\.token) == alone("llama-dynamic", request))
    }
    #expect(engine.counters.sharedTokens == 0)
  }

  @Test(arguments: models) func `alternatives are those of requests for one each`(name: String) async throws {
    let engine = try engine(name)
    let sampling = SamplingParameters(temperature: 1.5, seed: 3)
    let together = await collect(
      try engine.submit(.init(prompt: prompt(100), tokensMax: 12, sampling: sampling, choices: 4, endIDs: [])))
    #expect(engine.counters.computedTokens == 100)
    let texts = (0..<4).map { choice in together.filter { $0.choice == choice }.map(\.token) }
    #expect(Set(texts).count == 4)
    let first = GenerationRequest(prompt: prompt(100), tokensMax: 12, sampling: sampling, endIDs: [])
    #expect(try await texts[0] == alone(name, first))
  }

  @Test(arguments: models, [0, 1]) func `guesses change nothing but the number of steps`(
    name: String, temperature: Float
  ) async throws {
    var configuration = EngineConfiguration()
    configuration.guessedMax = 6
    let engine = Engine(try model(name), configuration)
    for seed in 0..<4 {
      let request = GenerationRequest(
        prompt: Array(repeating: prompt(8, seed: UInt64(seed)), count: 8).flatMap { $0 }, tokensMax: 60,
        sampling: .init(temperature: temperature * 0.2, seed: UInt64(seed)), endIDs: [])
      #expect(try await collect(engine.submit(request)).map(\.token) == alone(name, request))
    }
    // The others' weights do not repeat themselves.
    #expect(engine.counters.rightTokens > 0 || name != "qwen3" || temperature > 0, "\(engine.counters)")
  }

  @Test func `a cache too small for all makes them begin again, and answer the same`() async throws {
    var configuration = EngineConfiguration()
    (configuration.cacheTokens, configuration.slots) = (320, 4)
    let engine = Engine(try model("qwen3"), configuration)
    let requests = (0..<4).map { number in
      GenerationRequest(prompt: prompt(60, seed: UInt64(number)), tokensMax: 120, endIDs: [])
    }
    let streams = try requests.map { try engine.submit($0) }
    for (stream, request) in zip(streams, requests) {
      #expect(try await collect(stream).map(\.token) == alone("qwen3", request))
    }
    #expect(engine.counters.preemptions > 0)
  }

  private func model(_ name: String) throws -> any LanguageModel {
    try loadModel(ModelSource(path: Fixtures.folder.appending(path: "models/\(name)").path), precision: .f32)
  }

  private func engine(_ name: String) throws -> Engine { Engine(try model(name)) }

  /// The answer of an engine that has seen nothing else.
  private func alone(_ name: String, _ request: GenerationRequest) async throws -> [Int32] {
    await collect(try engine(name).submit(request)).map(\.token)
  }

  private func prompt(_ count: Int, seed: UInt64 = 99) -> [Int32] {
    var random = SeededGenerator(seed: seed)
    return (0..<count).map { _ in Int32.random(in: 3..<60, using: &random) }
  }
}
