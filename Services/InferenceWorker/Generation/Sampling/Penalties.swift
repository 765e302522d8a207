/// Changes to logits that depend on the tokens so far.
struct Penalties: Sendable {
  private let parameters: SamplingParameters
  /// Tokens of the prompt and the answer.
  private var seen: Set<Int32> = []
  /// How often the answer has each token.
  private var counts: [Int32: Int] = [:]

  init(_ parameters: SamplingParameters, prompt: [Int32]) {
    self.parameters = parameters
    if parameters.repetitionPenalty != 1 { seen = Set(prompt) }
  }

  /// Takes note of a token of the answer.
  mutating func append(_ token: Int32) {
    if parameters.repetitionPenalty != 1 { seen.insert(token) }
    if parameters.frequencyPenalty != 0 || parameters.presencePenalty != 0 { counts[token, default: 0] += 1 }
  }

  /// Biases first, then repetition, then frequency and presence. Ids beyond the logits are left alone.
  func applied(to logits: [Float]) -> [Float] {
    guard !(seen.isEmpty && counts.isEmpty && parameters.logitBias.isEmpty) else { return logits }
    var logits = logits
    func change(_ token: Int32, _ body: (inout Float) -> Void) {
      if logits.indices.contains(Int(token)) { body(&logits[Int(token)]) }
    }
    for (token, bias) in parameters.logitBias { change(token) { $0 += bias } }
    for token in seen {
      change(token) { $0 = $0 > 0 ? $0 / parameters.repetitionPenalty : $0 * parameters.repetitionPenalty }
    }
    for (token, count) in counts {
      change(token) { $0 -= Float(count) * parameters.frequencyPenalty + parameters.presencePenalty }
    }
    return logits
  }
}
