internal import CKernels

/// How the elements of a weight matrix are stored, by ggml's numbers; F8_E4M3 has none there.
public enum WeightFormat: UInt32, Sendable, Hashable, CaseIterable {
  case f32 = 0, f16 = 1, bf16 = 30, f8_e4m3 = 0x1_0000
  case q4_0 = 2, q4_1 = 3, q5_0 = 6, q5_1 = 7, q8_0 = 8
  case q2_K = 10, q3_K = 11, q4_K = 12, q5_K = 13, q6_K = 14, q8_K = 15
  case iq4_nl = 20, iq4_xs = 23, tq1_0 = 34, tq2_0 = 35, mxfp4 = 39

  /// Elements of one block; 1 where each stands for itself.
  public var blockElements: Int { weir_block_elements(code) }
  /// Bytes of one block.
  public var blockBytes: Int { weir_block_bytes(code) }
  /// Bytes of a row of `columns` elements, which are a whole number of blocks.
  public func rowBytes(_ columns: Int) -> Int { columns / blockElements * blockBytes }
  /// Whether elements share scales: a product with bytes loses little beside what the format has lost.
  public var isQuantized: Bool { blockElements > 1 }
  /// Whether there is a product with activations in bytes.
  public var hasBlockProduct: Bool { weir_has_block_product(code) != 0 }

  var code: weir_format { weir_format(rawValue) }

  /// The stored elements as Float32: exactly ggml's values. `bytes` holds whole blocks.
  public func floats(_ bytes: [UInt8]) -> [Float] {
    let count = bytes.count / blockBytes * blockElements
    return [Float](unsafeUninitializedCapacity: count) { output, written in
      bytes.withUnsafeBytes { _ = weir_dequantize(code, output.baseAddress, $0.baseAddress, count) }
      written = count
    }
  }

  /// The blocks nearest to `values`; nil for a format that is only read. A whole number of blocks.
  public func bytes(_ values: [Float]) -> [UInt8]? {
    precondition(values.count % blockElements == 0, "whole blocks")
    let isKnown = weir_quantize(code, nil, nil, 0) != 0
    guard isKnown else { return nil }
    let size = rowBytes(values.count)
    return [UInt8](unsafeUninitializedCapacity: size) { output, written in
      _ = weir_quantize(code, output.baseAddress, values, values.count)
      written = size
    }
  }
}
