internal import CKernels

/// What products are made of.
public enum ProductArithmetic: String, Sendable, CaseIterable {
  /// Signed bytes times signed bytes, as weights of Q8_0 need them.
  case signedBytes
  /// Signed bytes times weights of four to six bits.
  case smallBytes
  case floats

  var code: weir_arithmetic {
    switch self {
    case .signedBytes: WEIR_SIGNED_BYTES
    case .smallBytes: WEIR_SMALL_BYTES
    case .floats: WEIR_FLOATS
    }
  }
}

extension WeightFormat {
  /// What products with weights of this format are made of where inputs are rounded to bytes.
  public var productArithmetic: ProductArithmetic {
    guard hasBlockProduct else { return .floats }
    return self == .q8_0 || self == .iq4_nl ? .signedBytes : .smallBytes
  }
}

extension Compute {
  /// Multiplications with addition per second that all threads reach on numbers which stay near: the ceiling of prefill.
  ///
  /// `clock` gives seconds; the best of three runs of `steps` counts.
  public func measureProductPeak(
    _ arithmetic: ProductArithmetic, steps: Int = 4_000_000, clock: () -> Double
  ) -> Double {
    let made = pool.count * kernels.table.repeat_products(arithmetic.code, 1)
    return (0..<3).map { _ in
      let start = clock()
      pool.split(pool.count, minimum: 1) { [kernels] parts in
        for _ in parts { _ = kernels.table.repeat_products(arithmetic.code, steps) }
      }
      return Double(made * steps) / (clock() - start)
    }.max() ?? 0
  }
}
