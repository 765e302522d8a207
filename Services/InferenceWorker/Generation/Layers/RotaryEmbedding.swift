internal import Foundation
internal import NumericKernels

/// Rotary position embedding: pair i at position p turns by p * base^(-2i / n) (Su et al. 2021).
struct RotaryEmbedding: Sendable {
  let pairs: RotaryPairs
  /// Elements of a head that are rotated.
  let rotated: Int
  private let settings: RotarySettings
  /// Lengthen the wavelengths pair by pair: how GGUF stores Llama 3's scaling.
  private let divisors: Weights?
  /// Radians per position of each pair, in texts no longer than the model was trained with.
  private let frequencies: [Float]

  init(_ settings: RotarySettings, rotated: Int, pairs: RotaryPairs, divisors: Weights? = nil) {
    (self.settings, self.rotated, self.pairs, self.divisors) = (settings, rotated, pairs, divisors)
    frequencies = Self.frequencies(settings, rotated, divisors, length: 0)
  }

  /// Whether a position's angle changes as the text grows.
  var dependsOnLength: Bool { settings.scaling.lengthOfChange != nil }

  /// Writes the cosine and sine of every angle, one row for each position of `batch`.
  func write(_ batch: Batch, cosine: Activations, sine: Activations) {
    cosine.resize(rows: batch.tokenCount)
    sine.resize(rows: batch.tokenCount)
    let factor = settings.scaling.attentionFactor
    var row = 0
    for slice in batch.slices {
      let frequencies = frequencies(length: slice.sequenceTokens)
      for position in slice.position..<slice.position + slice.tokens.count {
        // Single-precision angles: what the models were trained with.
        let angles = frequencies.map { Float(position) * $0 }
        cosine.setRow(row, angles.map { cos($0) * factor })
        sine.setRow(row, angles.map { sin($0) * factor })
        row += 1
      }
    }
  }

  /// Rotates the heads of each row; `skipping` counts the elements of a head before the rotated ones.
  func rotate(_ x: Activations, heads: Int, skipping: Int = 0, _ pass: ForwardPass) {
    pass.compute.rotate(x, heads: heads, skipping: skipping, cosine: pass.cosine, sine: pass.sine, pairs)
  }

  private func frequencies(length: Int) -> [Float] {
    guard let unchanged = settings.scaling.lengthOfChange, length > unchanged else { return frequencies }
    return Self.frequencies(settings, rotated, divisors, length: length)
  }

  private static func frequencies(
    _ settings: RotarySettings, _ rotated: Int, _ divisors: Weights?, length: Int
  ) -> [Float] {
    let plain = settings.scaling.frequencies(base: settings.base, rotated: rotated, length: length)
    guard let divisors else { return plain }
    return plain.enumerated().map { $1 / divisors[$0] }
  }
}
