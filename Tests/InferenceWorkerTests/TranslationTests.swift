import Contracts
import Generation
import Scheduling
import Testing

@testable import weir_worker

/// What a call says about sampling is what the engine does.
struct TranslationTests {
  @Test func `every sampling field reaches the engine`() {
    let wire = Sampling(
      temperature: 0.5, topK: 4, topP: 0.9, seed: 7, minP: 0.05, repetitionPenalty: 1.1, frequencyPenalty: -0.5,
      presencePenalty: 0.25, logitBias: [LogitBias(tokenID: 3, bias: -100), LogitBias(tokenID: 9, bias: 2)])
    let expected = SamplingParameters(
      temperature: 0.5, topK: 4, topP: 0.9, minP: 0.05, repetitionPenalty: 1.1, frequencyPenalty: -0.5,
      presencePenalty: 0.25, logitBias: [3: -100, 9: 2], seed: 7)
    #expect(SamplingParameters(wire) == expected)
  }

  @Test func `fields left out change nothing`() {
    let sampling = SamplingParameters(Sampling())
    #expect(sampling.repetitionPenalty == 1 && sampling.minP == 0 && sampling.logitBias.isEmpty)
    #expect(sampling.complaint == nil)
  }

  @Test func `of several biases for one token the last counts`() {
    let wire = Sampling(logitBias: [LogitBias(tokenID: 3, bias: 1), LogitBias(tokenID: 3, bias: 2)])
    #expect(SamplingParameters(wire).logitBias == [3: 2])
  }
}
