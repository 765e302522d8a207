internal import Foundation
internal import NumericKernels

/// Rotary position embedding: pair i at position p turns by p * base^(-2i / n) (Su et al. 2021).
struct RotaryEmbedding: Sendable {
  let pairs: RotaryPairs
  /// Radians per position of each pair.
  let frequencies: [Float]

  /// `divisors` lengthen the wavelengths pair by pair: how Llama 3's scaling is stored.
  init(_ c: LlamaConfiguration, divisors: Weights?, pairs: RotaryPairs) {
    self.pairs = pairs
    frequencies = (0..<c.rotated / 2).map { pair in
      let frequency = Float(1 / pow(c.ropeBase, Double(2 * pair) / Double(c.rotated)) / c.ropeScale)
      return divisors.map { frequency / $0[pair] } ?? frequency
    }
  }

  /// Writes the cosine and sine of every angle, one row for each position.
  func write(_ positions: [Int], cosine: Activations, sine: Activations) {
    cosine.resize(rows: positions.count)
    sine.resize(rows: positions.count)
    for (row, position) in positions.enumerated() {
      // Single-precision angles: what the models were trained with.
      let angles = frequencies.map { Float(position) * $0 }
      cosine.setRow(row, angles.map { cos($0) })
      sine.setRow(row, angles.map { sin($0) })
    }
  }
}
