import Foundation
import Generation
import GenerationTestSupport
import Scheduling
import Synchronization
import Testing

/// The engine's thread: streams, cancellation, limits.
struct EngineTests {
  @Test func `tokens arrive in order and the last says why`() async throws {
    let engine = Engine(ScriptedModel())
    let tokens = try await collect(engine.submit(.init(prompt: [3, 4], tokensMax: 3)))
    #expect(tokens.map(\.token) == [5, 6, 7])
    #expect(tokens.map(\.finish) == [nil, nil, .length])
    #expect(tokens.allSatisfy { $0.logProbability < 0 && $0.logProbability > -0.01 })
  }

  @Test func `an end token stops, unless the request has others`() async throws {
    let engine = Engine(ScriptedModel())
    let tokens = try await collect(engine.submit(.init(prompt: [96], tokensMax: 9)))
    #expect(tokens.map(\.token) == [97, 98, 99] && tokens.last?.finish == .stop)
    let others = try await collect(engine.submit(.init(prompt: [96], tokensMax: 5, endIDs: [])))
    #expect(others.map(\.token) == [97, 98, 99, 0, 1] && others.last?.finish == .length)
  }

  @Test func `the likeliest tokens come beside each new one where they are wanted`() async throws {
    let engine = Engine(ScriptedModel())
    let tokens = try await collect(engine.submit(.init(prompt: [3], tokensMax: 4, topLogProbabilities: 3)))
    #expect(tokens.map(\.top.count) == [3, 3, 3, 3])
    for token in tokens {
      #expect(token.top[0] == ScoredToken(token: token.token, logProbability: token.logProbability))
      #expect(token.top[1].logProbability < token.logProbability)
    }
    #expect(try await collect(engine.submit(.init(prompt: [3], tokensMax: 1)))[0].top == [])
  }

  @Test func `many requests at once get their own tokens`() async throws {
    let engine = Engine(ScriptedModel())
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for start in 0..<40 {
        group.addTask {
          let request = GenerationRequest(prompt: [Int32(start)], tokensMax: 20)
          return try await collect(engine.submit(request)).map(\.token) == (1...20).map { Int32(start + $0) }
        }
      }
      for try await isRight in group { #expect(isRight) }
    }
    #expect(engine.load == EngineLoad(running: 0, waiting: 0, slots: 8))
  }

  @Test func `each change of the load is told, to the last`() async throws {
    let gate = StepGate()
    let engine = Engine(ScriptedModel(gate: gate))
    let stream = try engine.submit(.init(prompt: [1], tokensMax: 2))
    var loads = engine.loads.makeAsyncIterator()
    #expect(await loads.next()?.running == 1)
    gate.allow(2)
    #expect(await collect(stream).count == 2)
    #expect(await loads.next() == EngineLoad(running: 0, waiting: 0, slots: 8))
    engine.shutdown()
    #expect(await loads.next() == nil)
  }

  @Test func `alternatives differ by seed and each finishes`() async throws {
    let engine = Engine(ScriptedModel())
    let request = GenerationRequest(
      prompt: [1], tokensMax: 4, sampling: .init(temperature: 50, seed: 5), choices: 3, endIDs: [])
    let tokens = try await collect(engine.submit(request)), again = try await collect(engine.submit(request))
    let texts = (0..<3).map { choice in tokens.filter { $0.choice == choice }.map(\.token) }
    #expect(texts.allSatisfy { $0.count == 4 } && Set(texts).count == 3)
    #expect(texts == (0..<3).map { choice in again.filter { $0.choice == choice }.map(\.token) })
    #expect(tokens.filter { $0.finish == .length }.count == 3)
  }

  @Test func `the prompt's logits come with the first token`() async throws {
    let engine = Engine(ScriptedModel())
    let tokens = try await collect(engine.submit(.init(prompt: [1, 2, 3], tokensMax: 2, promptLogits: 2)))
    #expect(tokens.map(\.promptLogits.count) == [2, 0])
    #expect(tokens.first?.promptLogits.map { $0.firstIndex(of: 10) } == [3, 4])
  }

  @Test func `an abandoned stream frees its slot within one step`() async throws {
    let gate = StepGate()
    var configuration = EngineConfiguration()
    (configuration.slots, configuration.waitingMax) = (1, 1)
    let engine = Engine(ScriptedModel(gate: gate), configuration)
    let abandoned = Task { try await collect(engine.submit(.init(prompt: [1], tokensMax: 100))).count }
    while engine.load.running == 0 { await Task.yield() }
    let waiting = try engine.submit(.init(prompt: [50], tokensMax: 2))
    abandoned.cancel()
    #expect(try await abandoned.value < 100)
    // The step under way, then the two of the request that waited.
    gate.allow(3)
    #expect(await collect(waiting).map(\.token) == [51, 52])
    #expect(engine.load == EngineLoad(running: 0, waiting: 0, slots: 1))
  }

  @Test func `a lighter model takes over texts under way when the heavy one is gone`() async throws {
    let gate = StepGate()
    weak var heavy: HeavyModel?
    let wasGone = Mutex(false)
    func makeEngine() -> Engine {
      let model = HeavyModel(gate)
      heavy = model
      let gone = { @Sendable [weak model] in model == nil }
      let steps = Mutex(1)
      let lighter: LighterModel = {
        guard steps.withLock({ $0 > 0 }) else { return nil }
        return {
          steps.withLock { $0 -= 1 }
          wasGone.withLock { $0 = gone() }
          return ScriptedModel(gate: gate)
        }
      }
      return Engine(model, lighter: lighter)
    }
    let engine = makeEngine()
    #expect(heavy != nil && engine.model.precision == "heavy")
    let streams = try (0..<3).map { try engine.submit(.init(prompt: [Int32($0)], tokensMax: 20)) }
    gate.allow(5)
    engine.lighten()
    engine.lighten()
    gate.allow(100)
    for (start, stream) in streams.enumerated() {
      #expect(await collect(stream).map(\.token) == (1...20).map { Int32(start + $0) })
    }
    #expect(wasGone.withLock { $0 } && heavy == nil && engine.model.precision == "f32")
  }

  @Test func `without a model every stream ends and nothing more is taken`() async throws {
    struct Gone: Error {}
    let gate = StepGate()
    let engine = Engine(ScriptedModel(gate: gate), lighter: { { throw Gone() } })
    let stream = try engine.submit(.init(prompt: [1], tokensMax: 50))
    gate.allow(3)
    engine.lighten()
    gate.allow(100)
    #expect(await collect(stream).last?.finish == nil)
    #expect(throws: SchedulingError.stopped) { try engine.submit(.init(prompt: [1], tokensMax: 1)) }
  }

  @Test func `what cannot be served is refused with numbers`() throws {
    var configuration = EngineConfiguration()
    (configuration.slots, configuration.contextTokens) = (2, 10)
    let engine = Engine(ScriptedModel(), configuration)
    func refusal(_ request: GenerationRequest) -> SchedulingError? {
      do throws(SchedulingError) { _ = try engine.submit(request) } catch { return error }
      return nil
    }
    #expect(refusal(.init(prompt: [], tokensMax: 1)) == .empty)
    #expect(refusal(.init(prompt: [1], tokensMax: 0)) == .empty)
    #expect(
      refusal(.init(prompt: Array(repeating: 1, count: 9), tokensMax: 3))
        == .tooLong(tokens: 9, tokensMax: 3, contextTokens: 10))
    #expect(refusal(.init(prompt: [1], tokensMax: .max)) == .tooLong(tokens: 1, tokensMax: .max, contextTokens: 10))
    #expect(refusal(.init(prompt: [1, 100], tokensMax: 1)) == .unknownToken(position: 1, vocabularySize: 100))
    #expect(refusal(.init(prompt: [-1], tokensMax: 1)) == .unknownToken(position: 0, vocabularySize: 100))
    #expect(refusal(.init(prompt: [1], tokensMax: 1, choices: 3)) == .tooManyChoices(choices: 3, choicesMax: 2))
    #expect(refusal(.init(prompt: [1], tokensMax: 1, sampling: .init(topP: 2))) != nil)
  }

  @Test func `a full line is refused and opens again`() async throws {
    let gate = StepGate()
    var configuration = EngineConfiguration()
    (configuration.slots, configuration.waitingMax) = (1, 1)
    let engine = Engine(ScriptedModel(gate: gate), configuration)
    let streams = try (0..<2).map { _ in try engine.submit(.init(prompt: [1], tokensMax: 1)) }
    #expect(throws: SchedulingError.queueFull(sequencesMax: 2)) { try engine.submit(.init(prompt: [1], tokensMax: 1)) }
    gate.allow(3)
    for stream in streams { #expect(await collect(stream).count == 1) }
    #expect(await collect(try engine.submit(.init(prompt: [1], tokensMax: 1))).count == 1)
  }

  @Test func `a tenant cannot fill the line for others`() async throws {
    let gate = StepGate()
    var configuration = EngineConfiguration()
    (configuration.slots, configuration.waitingMax, configuration.tenantWaitingMax) = (1, 3, 1)
    let engine = Engine(ScriptedModel(gate: gate), configuration)
    let own = try (0..<2).map { _ in try engine.submit(.init(prompt: [1], tokensMax: 1, tenant: [1])) }
    #expect(engine.isFull(tenant: [1]) && !engine.isFull(tenant: [2]))
    #expect(throws: SchedulingError.tenantQueueFull(sequencesMax: 2)) {
      try engine.submit(.init(prompt: [1], tokensMax: 1, tenant: [1]))
    }
    let other = try engine.submit(.init(prompt: [1], tokensMax: 1, tenant: [2]))
    gate.allow(4)
    for stream in own + [other] { #expect(await collect(stream).count == 1) }
    #expect(!engine.isFull(tenant: [1]))
  }

  @Test func `shutdown ends every stream and refuses new ones`() async throws {
    let gate = StepGate()
    let engine = Engine(ScriptedModel(gate: gate))
    let stream = try engine.submit(.init(prompt: [1], tokensMax: 100))
    gate.allow(1000)
    engine.shutdown()
    let tokens = await collect(stream)
    #expect(tokens.count == 100 || tokens.last?.finish == nil)
    #expect(throws: SchedulingError.stopped) { try engine.submit(.init(prompt: [1], tokensMax: 1)) }
  }
}

func collect(_ stream: AsyncStream<GeneratedToken>) async -> [GeneratedToken] {
  await stream.reduce(into: []) { $0.append($1) }
}

/// The script, from a model that can be seen to be gone.
private final class HeavyModel: LanguageModel {
  private let script: ScriptedModel

  init(_ gate: StepGate) { script = ScriptedModel(gate: gate) }

  var description: ModelDescription {
    var description = script.description
    description.precision = "heavy"
    return description
  }

  /// Holds the model, as sessions of real models hold their weights.
  func makeSession(_ shape: SessionShape) -> any ModelSession { Session(self, script.makeSession(shape)) }

  private final class Session: ModelSession {
    private let model: HeavyModel
    private let session: any ModelSession

    init(_ model: HeavyModel, _ session: any ModelSession) { (self.model, self.session) = (model, session) }

    func forward(_ batch: Batch) -> [[Float]] { session.forward(batch) }
    func copyPage(from: Int32, to: Int32) { session.copyPage(from: from, to: to) }
  }
}
