public import Constraints
internal import Foundation
internal import NumericKernels

/// Chooses tokens; keeps the random state and the penalties of one sequence.
///
/// Filters apply in the order of Hugging Face transformers: penalties, temperature, top-k, top-p, min-p. Where only some
/// tokens are allowed, all of them work on these as if there were no others.
public struct Sampler: Sendable {
  private let parameters: SamplingParameters
  private var penalties: Penalties
  private var random: SplitMix64

  /// `choice` tells alternatives of one request apart; `prompt` is what the repetition penalty looks at first.
  public init(_ parameters: SamplingParameters, choice: Int = 0, prompt: [Int32] = []) {
    self.parameters = parameters
    penalties = Penalties(parameters, prompt: prompt)
    random = SplitMix64(seed: parameters.seed &+ UInt64(choice) &* 0x9e37_79b9_7f4a_7c15)
  }

  /// A token, and the natural logarithm of its probability under the unchanged logits.
  ///
  /// - Precondition: logits are not empty, and one of them is allowed.
  public mutating func sample(
    _ logits: [Float], allowing allowed: TokenMask? = nil
  ) -> (token: Int32, logProbability: Float) {
    let isGreedy = parameters.temperature == 0
    let token =
      isGreedy
      ? likeliest(of: penalties.applied(to: logits), allowed)
      : draw(from: distribution(logits, allowing: allowed))
    penalties.append(Int32(token))
    return (Int32(token), logProbability(of: token, in: logits))
  }

  /// The tokens that the filters keep with their probabilities, in the order of ids.
  public func distribution(
    _ logits: [Float], allowing allowed: TokenMask? = nil
  ) -> [(token: Int, probability: Double)] {
    let logits = penalties.applied(to: logits)
    let temperature = Double(parameters.temperature == 0 ? 1 : parameters.temperature)
    let candidates = allowed?.tokens ?? Array(logits.indices)
    let most = Double(candidates.lazy.map { logits[$0] }.max() ?? 0)
    var kept = candidates.map { (token: $0, probability: exp((Double(logits[$0]) - most) / temperature)) }
    keepTopK(&kept, logits)
    keepTopP(&kept)
    keepMinP(&kept)
    let total = kept.reduce(0) { $0 + $1.probability }
    return kept.map { ($0.token, $0.probability / total) }
  }

  /// Keeps what is at least as likely as the k-th token: ties stay, as in transformers.
  private func keepTopK(_ kept: inout [(token: Int, probability: Double)], _ logits: [Float]) {
    guard parameters.topK > 0, parameters.topK < kept.count else { return }
    let threshold = kept.map { logits[$0.token] }.sorted(by: >)[parameters.topK - 1]
    kept.removeAll { !(logits[$0.token] >= threshold) }
  }

  /// Removes the least likely tokens while all that is removed holds at most 1 - p.
  private func keepTopP(_ kept: inout [(token: Int, probability: Double)]) {
    guard parameters.topP > 0, parameters.topP < 1 else { return }
    let total = kept.reduce(0) { $0 + $1.probability }
    let removable = (1 - Double(parameters.topP)) * total
    // Tokens below their equal share of what may go are all removed, so that only the others must be sorted.
    let share = removable / Double(kept.count)
    var removed = kept.lazy.filter { $0.probability < share }.reduce(0) { $0 + $1.probability }
    let ascending = kept.filter { $0.probability >= share }.sorted {
      ($0.probability, $1.token) < ($1.probability, $0.token)
    }
    var survivors = ascending[...]
    while survivors.count > 1, let least = survivors.first, removed + least.probability <= removable {
      removed += least.probability
      survivors.removeFirst()
    }
    kept = survivors.sorted { $0.token < $1.token }
  }

  /// Keeps what is at least min-p times as likely as the likeliest.
  private func keepMinP(_ kept: inout [(token: Int, probability: Double)]) {
    guard parameters.minP > 0, let most = kept.lazy.map(\.probability).max() else { return }
    kept.removeAll { !($0.probability >= Double(parameters.minP) * most) }
  }

  private mutating func draw(from kept: [(token: Int, probability: Double)]) -> Int {
    var remaining = random.unit()
    for (token, probability) in kept {
      remaining -= probability
      if remaining < 0 { return token }
    }
    // Rounding may leave a remainder after the last token.
    return kept.last?.token ?? 0
  }

  private func likeliest(of logits: [Float], _ allowed: TokenMask?) -> Int {
    guard let allowed else { return KernelSet.best.indexOfLargest(logits) }
    var best: Int?
    allowed.forEach { if best.map({ logits[$0] }) ?? -.infinity < logits[$0] || best == nil { best = $0 } }
    return best ?? 0
  }

  private func logProbability(of token: Int, in logits: [Float]) -> Float {
    logits[token] - KernelSet.best.logSumExp(logits)
  }
}

/// A token and the natural logarithm of its probability.
public struct ScoredToken: Sendable, Hashable {
  public let token: Int32
  public let logProbability: Float

  public init(token: Int32, logProbability: Float) { (self.token, self.logProbability) = (token, logProbability) }
}

/// The `count` likeliest tokens under `logits`, the likeliest first; of equals the one with the lower id.
public func likeliest(_ count: Int, of logits: [Float]) -> [ScoredToken] {
  guard count > 0 else { return [] }
  var best: [Int] = []
  for (token, logit) in logits.enumerated() where best.count < count || logit > logits[best[best.count - 1]] {
    best.insert(token, at: best.firstIndex { logits[$0] < logit } ?? best.count)
    if best.count > count { best.removeLast() }
  }
  let total = KernelSet.best.logSumExp(logits)
  return best.map { ScoredToken(token: Int32($0), logProbability: logits[$0] - total) }
}
