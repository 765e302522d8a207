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
    }
  }

  /// What sines and cosines are multiplied by.
  var attentionFactor: Float { if case .yarn(let yarn) = self { Float(yarn.attentionFactor) } else { 1 } }

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
  /// YaRN's weight of the temperature in the attention's own scale (DeepSeek's `mscale_all_dim`); 0 without.
  let scoreWeight: Double
  /// Positions after scaling: what the model can be run with.
  let context: Int

  /// The factor on attention scores that goes with YaRN in DeepSeek's models.
  var scoreFactor: Float {
    guard case .yarn(let yarn) = scaling, scoreWeight > 0 else { return 1 }
    let scale = RotaryScaling.Yarn.scale(yarn.factor, scoreWeight)
    return Float(scale * scale)
  }
}
