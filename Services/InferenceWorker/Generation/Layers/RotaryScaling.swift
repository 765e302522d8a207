internal import Foundation
internal import ModelFiles
internal import NumericKernels

/// How a model turns positions beyond those it was first trained on: what becomes of each pair's frequency.
enum RotaryScaling: Sendable {
  case none
  /// Positions are divided (Chen et al. 2023).
  case linear(factor: Double)
  /// The base grows with the length of the text (NTK-aware interpolation, as transformers computes it).
  case dynamic(factor: Double, context: Int)
  /// Long wavelengths are stretched, short ones stay, those between are blended (Grattafiori et al. 2024, Llama 3.1).
  case llama3(factor: Double, low: Double, high: Double, context: Int)
  /// The same by number of turns within the context, and the attention's temperature changes (Peng et al. 2023, YaRN).
  case yarn(Yarn)
  /// Each pair's frequency is divided by a number of its own: one set for texts within `context`, one for longer ones
  /// (Ding et al. 2024, LongRoPE).
  case longRoPE(short: [Double], long: [Double], context: Int, attentionFactor: Double)

  struct Yarn: Sendable {
    let factor: Double, context: Int
    let betaFast: Double, betaSlow: Double
    /// Multiplies sines and cosines.
    let attentionFactor: Double
    /// Whether the blended range is widened to whole pairs.
    let isTruncated: Bool
  }

  /// Radians per position of each pair, for a text of `length` tokens.
  func frequencies(base: Double, rotated: Int, length: Int) -> [Float] {
    switch self {
    case .none: return Self.plain(base, rotated)
    case .linear(let factor): return Self.plain(base, rotated).map { $0 / Float(factor) }
    case .dynamic(let factor, let context):
      let stretch = factor * Double(max(length, context)) / Double(context) - (factor - 1)
      return Self.plain(base * pow(stretch, Double(rotated) / Double(rotated - 2)), rotated)
    case .llama3(let factor, let low, let high, let context):
      return Self.plain(base, rotated).map { frequency in
        let turns = Double(context) * Double(frequency) / (2 * .pi)
        let kept = min(1, max(0, (turns - low) / (high - low)))
        return Float((1 - kept) * Double(frequency) / factor + kept * Double(frequency))
      }
    case .yarn(let yarn): return yarn.blend(Self.plain(base, rotated), base: base)
    case .longRoPE(let short, let long, let context, _):
      return zip(Self.plain(base, rotated), length > context ? long : short).map { $0 / Float($1) }
    }
  }

  /// The length of a text beyond which its frequencies are others; nil where they never change.
  var lengthOfChange: Int? {
    switch self {
    case .dynamic(let factor, let context): factor == 1 ? nil : context
    case .longRoPE(let short, let long, let context, _): short == long ? nil : context
    case .none, .linear, .llama3, .yarn: nil
    }
  }

  /// What sines and cosines are multiplied by.
  var attentionFactor: Float {
    switch self {
    case .yarn(let yarn): Float(yarn.attentionFactor)
    case .longRoPE(_, _, _, let factor): Float(factor)
    case .none, .linear, .dynamic, .llama3: 1
    }
  }

  private static func plain(_ base: Double, _ rotated: Int) -> [Float] {
    (0..<rotated / 2).map { Float(1 / pow(base, Double(2 * $0) / Double(rotated))) }
  }
}

extension RotaryScaling.Yarn {
  /// Pairs that turn more than `betaFast` times within the context keep their frequency, those below `betaSlow` get it
  /// divided.
  func blend(_ frequencies: [Float], base: Double) -> [Float] {
    let rotated = Double(frequencies.count * 2)
    func pair(turns: Double) -> Double {
      rotated * log(Double(context) / (turns * 2 * .pi)) / (2 * log(base))
    }
    var (low, high) = (pair(turns: betaFast), pair(turns: betaSlow))
    if isTruncated { (low, high) = (low.rounded(.down), high.rounded(.up)) }
    (low, high) = (max(low, 0), min(high, rotated - 1))
    if low == high { high += 0.001 }
    return frequencies.enumerated().map { index, frequency in
      let stretched = min(1, max(0, (Double(index) - low) / (high - low)))
      return Float(Double(frequency) / factor * stretched + Double(frequency) * (1 - stretched))
    }
  }

  /// 0.1 m ln(factor) + 1: what a longer context does to the attention's temperature.
  static func scale(_ factor: Double, _ m: Double = 1) -> Double { factor <= 1 ? 1 : 0.1 * m * log(factor) + 1 }
}

/// A model's rotary settings.
struct RotarySettings: Sendable {
  let base: Double
  let scaling: RotaryScaling
  /// The weight of YaRN's temperature in the attention's own scale (DeepSeek's `mscale_all_dim`); 0 without.
  let scoreWeight: Double
  /// The factor on attention scores that goes with that weight.
  let scoreFactor: Float
  /// Positions after scaling: what the model can be run with.
  let context: Int
}

extension RotarySettings {
  init(base: Double, scaling: RotaryScaling, factor: Double, scoreWeight: Double, context: Int) {
    (self.base, self.scaling, self.scoreWeight, self.context) = (base, scaling, scoreWeight, context)
    let scale = scoreWeight == 0 ? 1 : RotaryScaling.Yarn.scale(factor, scoreWeight)
    scoreFactor = Float(scale * scale)
  }

  /// - Throws: `unsupported` where the settings give a divisor for more or fewer pairs than `rotated` elements make.
  func requireDivisors(rotated: Int) throws(ModelFileError) {
    guard case .longRoPE(let short, let long, _, _) = scaling else { return }
    guard short.count == rotated / 2, long.count == rotated / 2 else {
      throw .unsupported(
        "\"short_factor\" and \"long_factor\" of \(short.count) and \(long.count) numbers for \(rotated / 2) pairs")
    }
  }
}
