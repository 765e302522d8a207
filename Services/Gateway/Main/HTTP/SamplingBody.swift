import ChatPipeline

extension SamplingParameters {
  /// The fields of a completion's body that say how tokens are chosen, in OpenAI's ranges; `min_p`, `top_k` and
  /// `repetition_penalty` as vLLM takes them.
  init(_ body: StrictObject) throws {
    let seed: Int64? = try body.optional("seed")
    self.init(
      temperature: try body.number("temperature", 0...2) ?? 0, topP: try Self.above0("top_p", body, 1),
      topK: try body.optional("top_k"), seed: seed.map(UInt64.init(bitPattern:)) ?? RequestIdentity.seed(),
      minP: try body.number("min_p", 0...1), repetitionPenalty: try Self.above0("repetition_penalty", body, 10),
      frequencyPenalty: try body.number("frequency_penalty", -2...2),
      presencePenalty: try body.number("presence_penalty", -2...2), logitBias: try Self.logitBias(body))
    guard topK.map({ $0 > 0 }) ?? true else { throw BodyError("'top_k' must be at least 1") }
  }

  private static func above0(_ field: String, _ body: StrictObject, _ most: Float) throws -> Float? {
    guard let value: Float = try body.optional(field) else { return nil }
    guard value > 0, value <= most else { throw BodyError("'\(field)' must be above 0 and at most \(Int(most))") }
    return value
  }

  private static func logitBias(_ body: StrictObject) throws -> [Int32: Float] {
    let named: [String: Float] = try body.optional("logit_bias") ?? [:]
    guard named.count <= HTTPLimits.logitBiasesMax else {
      throw BodyError("'logit_bias' has more than \(HTTPLimits.logitBiasesMax) tokens")
    }
    var biases: [Int32: Float] = [:]
    for (name, bias) in named {
      guard let id = Int32(name), id >= 0, (-100...100).contains(bias) else {
        throw BodyError("'logit_bias' maps token ids to numbers from -100 to 100")
      }
      biases[id] = bias
    }
    return biases
  }
}

extension StrictObject {
  fileprivate func number(_ field: String, _ range: ClosedRange<Float>) throws -> Float? {
    guard let value: Float = try optional(field) else { return nil }
    guard range.contains(value) else {
      throw BodyError("'\(field)' must be from \(Int(range.lowerBound)) to \(Int(range.upperBound))")
    }
    return value
  }
}
