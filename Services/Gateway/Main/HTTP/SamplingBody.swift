import ChatPipeline

extension SamplingParameters {
  /// The fields of a completion's body that say how tokens are chosen.
  init(_ body: StrictObject) throws {
    let seed: Int64? = try body.optional("seed")
    self.init(
      temperature: try body.optional("temperature") ?? 0, topP: try body.optional("top_p"),
      topK: try body.optional("top_k"), seed: seed.map(UInt64.init(bitPattern:)) ?? RequestIdentity.seed(),
      minP: try body.optional("min_p"), repetitionPenalty: try body.optional("repetition_penalty"),
      frequencyPenalty: try body.optional("frequency_penalty"), presencePenalty: try body.optional("presence_penalty"),
      logitBias: try Self.logitBias(body))
    if let complaint { throw BodyError(complaint) }
  }

  private static func logitBias(_ body: StrictObject) throws -> [Int32: Float] {
    let named: [String: Float] = try body.optional("logit_bias") ?? [:]
    return try named.reduce(into: [:]) { biases, entry in
      guard let id = Int32(entry.key) else {
        throw BodyError("'logit_bias' maps token ids to numbers from -100 to 100")
      }
      biases[id] = entry.value
    }
  }
}
