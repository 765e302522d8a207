import Contracts
import TestSupport

extension GenerateRequest: RandomMessage {
  static func random(_ g: inout SeededGenerator) -> Self {
    Self(
      model: g.text(), promptIDs: g.ids(), maxTokens: g.small(), sampling: .random(&g), choices: g.small(),
      clearance: .random(&g), stop: ["a", "\n\n", "停"].filter { _ in g.flag() },
      tenantSalt: Array(g.bytes().prefix(64)),
      adapter: g.word(), jsonSchema: g.text(), topLogProbabilities: [0, 1, 20].randomElement(using: &g)!)
  }
}

extension Sampling: RandomMessage {
  static func random(_ g: inout SeededGenerator) -> Self {
    Self(
      temperature: g.number(), topK: g.small(), topP: g.number(), seed: g.large(), minP: g.number(),
      repetitionPenalty: g.number(), frequencyPenalty: g.number(), presencePenalty: g.number(), logitBias: g.list())
  }
}

extension LogitBias: RandomMessage {
  static func random(_ g: inout SeededGenerator) -> Self { Self(tokenID: g.id(), bias: g.number()) }
}

extension ClearanceToken: RandomMessage {
  static func random(_ g: inout SeededGenerator) -> Self {
    Self(statement: g.bytes(), signature: g.bytes())
  }
}

extension GenerateChunk: RandomMessage {
  static func random(_ g: inout SeededGenerator) -> Self {
    Self(
      choice: g.small(), tokenID: g.id(), text: g.bytes(), logProbability: g.number(),
      finish: [.none, .stop, .length, .contentFilter, .unrecognized(77)].randomElement(using: &g)!, top: g.list(),
      tokens: g.small())
  }
}

extension TokenLogProbability: RandomMessage {
  static func random(_ g: inout SeededGenerator) -> Self {
    Self(tokenID: g.id(), text: g.bytes(), logProbability: g.number())
  }
}

extension DescribeRequest: RandomMessage {
  static func random(_ g: inout SeededGenerator) -> Self {
    Self()
  }
}

extension DescribeReply: RandomMessage {
  static func random(_ g: inout SeededGenerator) -> Self {
    Self(
      model: g.text(), architecture: g.text(), precision: g.text(), slots: g.small(), contextTokens: g.small(),
      parameters: g.large(), adapters: (0..<3).map { _ in g.word() }, upstream: g.word(), servesJSONSchema: g.flag())
  }
}

extension SeededGenerator {
  /// A name: short, or none.
  fileprivate mutating func word() -> String {
    ["", "cardiology", "api.example.org:8443"].randomElement(using: &self)!
  }
}
