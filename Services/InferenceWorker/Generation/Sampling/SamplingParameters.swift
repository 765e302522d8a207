/// How a token is chosen from logits.
public struct SamplingParameters: Sendable, Hashable {
  /// Divides the logits; 0 takes the likeliest token.
  public var temperature: Float
  /// Keeps the k likeliest tokens; 0 is off.
  public var topK: Int
  /// Keeps the smallest set of likeliest tokens with this much probability; 0 and 1 are off.
  public var topP: Float
  /// The same seed, parameters and logits give the same tokens.
  public var seed: UInt64

  public init(temperature: Float = 0, topK: Int = 0, topP: Float = 1, seed: UInt64 = 0) {
    (self.temperature, self.topK, self.topP, self.seed) = (temperature, topK, topP, seed)
  }

  /// What is wrong with the numbers, if anything.
  public var complaint: String? {
    if !(temperature >= 0 && temperature.isFinite) { return "temperature must be 0 or more" }
    if topK < 0 { return "top-k must be 0 or more" }
    if !(0...1).contains(topP) { return "top-p must be from 0 to 1" }
    return nil
  }
}
