internal import COpenBLAS

/// OpenBLAS's single-precision matrix product, where it is worth having.
enum BlockedProduct {
  /// Tokens from which it is faster than reading each weight once for all tokens: 130 to 65 GFLOPS at 256 tokens,
  /// equal at 32, on one AVX-512 core.
  static let tokensMinimum = 48

  /// Whether OpenBLAS chose code for this processor. An older OpenBLAS does not know a newer processor and takes its
  /// SSE code, a third as fast as our own product; OPENBLAS_CORETYPE=SkylakeX or Haswell, set before the process
  /// starts, makes it choose better.
  static let suitsProcessor: Bool = {
    // Work is split over our own threads; a second layer of threads below them would only compete for the same cores.
    openblas_set_num_threads(1)
    return !["Prescott", "Core2", "Penryn", "Dunnington", "Nehalem", "Atom"].contains(
      String(cString: openblas_get_corename()))
  }()

  /// y[t][r] = sum_k w[r][k] x[t][k] of `rows` rows of y, which are `stride` apart, from rows of x, `xStride` apart.
  static func multiply(
    _ y: UnsafeMutablePointer<Float>, stride: Int, _ w: UnsafePointer<Float>, _ x: UnsafePointer<Float>, xStride: Int,
    tokens: Int, rows: Int, columns: Int
  ) {
    cblas_sgemm(
      CblasRowMajor, CblasNoTrans, CblasTrans, blasint(tokens), blasint(rows), blasint(columns), 1, x,
      blasint(xStride), w, blasint(columns), 0, y, blasint(stride))
  }
}
