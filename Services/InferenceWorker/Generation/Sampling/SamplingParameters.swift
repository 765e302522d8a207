/// How a token is chosen from logits.
public struct SamplingParameters: Sendable, Hashable {
  /// Divides the logits; 0 takes the likeliest token.
  public var temperature: Float
  /// Keeps the k likeliest tokens; 0 is off.
  public var topK: Int
  /// Keeps the smallest set of likeliest tokens with this much probability; 0 and 1 are off.
  public var topP: Float
  /// Keeps tokens at least this likely beside the likeliest one; 0 is off.
  public var minP: Float
  /// Logits of tokens in the prompt or the answer are divided by this where positive, multiplied where negative; 1 is
  /// off (Keskar et al. 2019).
  public var repetitionPenalty: Float
  /// Taken off a token's logit for each time that the answer has it; 0 is off.
  public var frequencyPenalty: Float
  /// Taken off the logits of the answer's tokens once; 0 is off.
  public var presencePenalty: Float
  /// Added to the logits of tokens.
  public var logitBias: [Int32: Float]
  /// The same seed, parameters and logits give the same tokens.
  public var seed: UInt64

  public init(
    temperature: Float = 0, topK: Int = 0, topP: Float = 1, minP: Float = 0, repetitionPenalty: Float = 1,
    frequencyPenalty: Float = 0, presencePenalty: Float = 0, logitBias: [Int32: Float] = [:], seed: UInt64 = 0
  ) {
    (self.temperature, self.topK, self.topP, self.minP) = (temperature, topK, topP, minP)
    (self.repetitionPenalty, self.frequencyPenalty) = (repetitionPenalty, frequencyPenalty)
    (self.presencePenalty, self.logitBias, self.seed) = (presencePenalty, logitBias, seed)
  }

  /// What is wrong with the numbers, if anything.
  public var complaint: String? {
    if !(temperature >= 0 && temperature.isFinite) { return "temperature must be 0 or more" }
    if topK < 0 { return "top-k must be 0 or more" }
    if !(0...1).contains(topP) { return "top-p must be from 0 to 1" }
    if !(0...1).contains(minP) { return "min-p must be from 0 to 1" }
    if !(repetitionPenalty > 0 && repetitionPenalty.isFinite) { return "the repetition penalty must be above 0" }
    if !frequencyPenalty.isFinite { return "the frequency penalty must be a number" }
    if !presencePenalty.isFinite { return "the presence penalty must be a number" }
    if !logitBias.values.allSatisfy(\.isFinite) { return "logit biases must be numbers" }
    return nil
  }
}
