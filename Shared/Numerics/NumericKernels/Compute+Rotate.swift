internal import CKernels

/// Which two elements of a head make one rotated pair.
public enum RotaryPairs: Sendable {
  /// x[2i] and x[2i + 1]: GGUF's llama.
  case interleaved
  /// x[i] and x[i + n / 2]: GPT-NeoX, Qwen.
  case halves
}

extension Compute {
  /// Rotates the heads of each row by that row's angles; `cosine` and `sine` have one column for each pair.
  ///
  /// `skipping` counts the elements of a head before the rotated ones.
  public func rotate(
    _ x: Activations, heads: Int, skipping: Int = 0, cosine: Activations, sine: Activations, _ pairs: RotaryPairs
  ) {
    precondition(heads > 0 && x.columns % heads == 0, "whole heads")
    precondition(skipping >= 0 && skipping + cosine.columns * 2 <= x.columns / heads, "pairs within a head")
    precondition(cosine.columns == sine.columns && cosine.rows == x.rows && sine.rows == x.rows, "one angle a row")
    let headSize = x.columns / heads
    forEachRow(of: x) { [kernels, x = x.view, c = cosine.view, s = sine.view] row in
      let start = x[row] + skipping
      switch pairs {
      case .interleaved: kernels.table.rope_interleaved(start, c[row], s[row], heads, headSize, c.columns * 2)
      case .halves: kernels.table.rope_halves(start, c[row], s[row], heads, headSize, c.columns * 2)
      }
    }
  }
}
