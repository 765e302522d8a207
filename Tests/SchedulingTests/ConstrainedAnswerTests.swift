import Constraints
import Foundation
import Generation
import GenerationTestSupport
import ModelFiles
import Scheduling
import TestSupport
import Testing

/// Answers held to a JSON schema, by a real model whose tokens are given bytes.
struct ConstrainedAnswerTests {
  private static let schema = """
    {"type":"object","properties":{"name":{"type":"string","maxLength":12},"age":{"type":"integer","minimum":0,"maximum":120},
    "tags":{"type":"array","items":{"enum":["red","green","blue"]},"maxItems":3}},"required":["name","age","tags"],
    "additionalProperties":false}
    """
  /// Tokens of the model's 150: control tokens first, then characters, then longer ones.
  private static let words: [[UInt8]] =
    [[], [], []] + (0x20...0x7e).map { [UInt8($0)] }
    + ["\n", "\": ", "\",", "\"}", "{\"", "\"name\"", "age", "tags", "[\""].map { Array($0.utf8) }
  private static let end: Int32 = 2

  private static func bytes(_ token: Int32) -> [UInt8] { words.indices.contains(Int(token)) ? words[Int(token)] : [] }

  @Test(arguments: [0, 0.7, 1.5, 50]) func `whatever the temperature, an answer that ends satisfies its schema`(
    temperature: Float
  ) async throws {
    let engine = try engine()
    let constraint = try engine.constraint(for: Self.schema)
    for seed in 0..<6 {
      let tokens = await collect(try engine.submit(request(constraint, temperature: temperature, seed: UInt64(seed))))
      try expectSatisfied(tokens)
    }
  }

  @Test func `alternatives each keep their place in the schema`() async throws {
    let engine = try engine()
    var request = request(try engine.constraint(for: Self.schema), temperature: 20, seed: 4)
    request.choices = 4
    let tokens = await collect(try engine.submit(request))
    let texts = (0..<4).map { choice in tokens.filter { $0.choice == choice } }
    for own in texts { try expectSatisfied(own) }
    #expect(Set(texts.map { $0.map(\.token) }).count == 4)
  }

  @Test func `sharing, beginning again and guessing change nothing`() async throws {
    var configuration = EngineConfiguration()
    (configuration.cacheTokens, configuration.slots, configuration.guessedMax) = (704, 4, 6)
    let engine = try engine(configuration)
    let constraint = try engine.constraint(for: Self.schema)
    let requests = (0..<8).map { number in
      var own = request(constraint, temperature: number % 2 == 0 ? 0 : 5, seed: UInt64(number))
      own.prompt = Array(repeating: own.prompt, count: 8).flatMap { $0 } + [Int32(10 + number)]
      // Line breaks wherever they may stand make answers long enough to need more pages than there are.
      own.sampling.logitBias = [98: 12]
      own.salt = [1]
      return own
    }
    let streams = try requests.map { try engine.submit($0) }
    for (stream, request) in zip(streams, requests) {
      let together = await collect(stream)
      var other = request
      let lone = try self.engine()
      other.constraint = try lone.constraint(for: Self.schema)
      #expect(together.map(\.token) == (await collect(try lone.submit(other))).map(\.token))
      try expectSatisfied(together)
    }
    #expect(engine.counters.preemptions > 0)
    #expect(engine.counters.sharedTokens > 0)
    #expect(engine.counters.guessedTokens > 0)
  }

  @Test func `the limit of tokens ends an answer before its schema is satisfied`() async throws {
    let engine = try engine()
    var request = request(try engine.constraint(for: Self.schema), temperature: 0, seed: 0)
    request.tokensMax = 3
    let tokens = await collect(try engine.submit(request))
    #expect(tokens.count == 3 && tokens.last?.finish == .length)
  }

  /// The script goes from one character to the next; its end token is no character.
  private static func scripted() -> Engine { Engine(ScriptedModel(), tokenBytes: { [UInt8($0 + 28)] }) }
  private static let zero: Int32 = 48 - 28

  @Test func `where more may follow, an end token ends the answer`() async throws {
    let engine = Self.scripted()
    let constraint = try engine.constraint(for: #"{"type":"integer","minimum":0,"maximum":12}"#)
    // Nothing can follow 12.
    let tokens = await collect(try engine.submit(.init(prompt: [Self.zero], tokensMax: 9, constraint: constraint)))
    #expect(tokens.map { $0.token - Self.zero } == [1, 2] && tokens.last?.finish == .stop)
    let sampling = SamplingParameters(logitBias: [99: 50])
    let ended = await collect(
      try engine.submit(.init(prompt: [Self.zero], tokensMax: 9, sampling: sampling, constraint: constraint)))
    #expect(ended.map(\.token) == [Self.zero + 1, 99] && ended.last?.finish == .stop)
  }

  @Test func `a stop string ends a constrained answer where it is complete`() async throws {
    let engine = Self.scripted()
    let constraint = try engine.constraint(for: #"{"type":"integer"}"#)
    let tokens = await collect(
      try engine.submit(
        .init(prompt: [Self.zero], tokensMax: 9, stop: [Array("23".utf8)], constraint: constraint)))
    #expect(tokens.map { $0.token - Self.zero } == [1, 2, 3] && tokens.last?.finish == .stop)
  }

  @Test func `what a prompt leaves open is reasoned freely, and what follows is held to the schema`() async throws {
    var configuration = EngineConfiguration()
    // The script runs from the section's first token over its last to the end token, which it may not take.
    (configuration.reasoning, configuration.guessedMax) = (ReasoningTokens(open: 90, close: 95), 4)
    let engine = Engine(ScriptedModel(), configuration, tokenBytes: { [UInt8($0 + 28)] })
    let constraint = try engine.constraint(for: #"{"const":true}"#)
    let sampling = SamplingParameters(logitBias: [116 - 28: 1])
    func tokens(_ prompt: [Int32]) async throws -> [Int32] {
      await collect(
        try engine.submit(.init(prompt: prompt, tokensMax: 12, sampling: sampling, constraint: constraint))
      ).map(\.token)
    }
    let answer: [Int32] = Array("true".utf8).map { Int32($0) - 28 }
    #expect(try await tokens([90]) == [91, 92, 93, 94, 95] + answer)
    #expect(try await !tokens([95, 90, 97]).contains(99), "an end token ends no reasoning")
    for closed: [Int32] in [[90, 95], [Self.zero], [90, 93, 95, 40]] { #expect(try await tokens(closed) == answer) }
  }

  @Test func `log-probabilities are those of all tokens`() async throws {
    let engine = Self.scripted()
    let constraint = try engine.constraint(for: #"{"const":true}"#)
    // Without the bias white space would come first.
    let sampling = SamplingParameters(logitBias: [116 - 28: 1])
    let tokens = await collect(
      try engine.submit(.init(prompt: [Self.zero], tokensMax: 9, sampling: sampling, constraint: constraint)))
    #expect(tokens.map { UInt8($0.token + 28) } == Array("true".utf8))
    #expect(tokens.allSatisfy { $0.logProbability < -5 }, "the script wanted another token each time")
  }

  @Test func `end tokens with text and vocabularies without JSON are refused`() throws {
    let engine = Self.scripted()
    let constraint = try engine.constraint(for: "{}")
    #expect(throws: SchedulingError.self) {
      try engine.submit(.init(prompt: [1], tokensMax: 1, endIDs: [50], constraint: constraint))
    }
    let silent = Engine(ScriptedModel())
    #expect(engine.canConstrain && !silent.canConstrain)
    #expect(throws: ConstraintError.self) { try silent.constraint(for: "{}") }
  }

  private func engine(_ configuration: EngineConfiguration = .init()) throws -> Engine {
    let model = try loadModel(ModelSource(path: Fixtures.folder.appending(path: "models/qwen3").path), precision: .f32)
    return Engine(model, configuration, tokenBytes: Self.bytes)
  }

  private func request(_ constraint: Constraint, temperature: Float, seed: UInt64) -> GenerationRequest {
    GenerationRequest(
      prompt: [5, 17, 40, 9, 33, 61, 20, 44], tokensMax: 400, sampling: .init(temperature: temperature, seed: seed),
      endIDs: [Self.end], constraint: constraint)
  }

  private func expectSatisfied(_ tokens: [GeneratedToken]) throws {
    #expect(tokens.last?.finish == .stop)
    let text = tokens.flatMap { Self.bytes($0.token) }
    let object = try #require(try JSONSerialization.jsonObject(with: Data(text)) as? [String: Any])
    #expect(Set(object.keys) == ["name", "age", "tags"])
    #expect((object["name"] as? String).map { $0.count <= 12 } == true)
    #expect((object["age"] as? Int).map { (0...120).contains($0) } == true)
    let tags = try #require(object["tags"] as? [String])
    #expect(tags.count <= 3 && tags.allSatisfy { ["red", "green", "blue"].contains($0) })
  }
}
