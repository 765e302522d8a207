internal import CKernels

extension Compute {
  /// y = x W^T for every row in use of `x`.
  public func multiply(_ x: Activations, _ matrix: Matrix, into y: Activations) {
    precondition(x.columns == matrix.columns && y.columns == matrix.rows, "shapes that fit")
    y.resize(rows: x.rows)
    guard x.rows > 0 else { return }
    let product = Product(
      kernels: kernels, x: x.view, w: matrix.weights, y: y.view, tokens: x.rows, isBlocked: isBlocked(tokens: x.rows))
    pool.split(matrix.rows, minimum: Self.productsMinimum / (x.rows * matrix.columns) + 1) { product.run($0) }
  }

  private func isBlocked(tokens: Int) -> Bool {
    tokens >= BlockedProduct.tokensMinimum && kernels.isFast && BlockedProduct.suitsProcessor
  }

  /// One product, made in slices of the weight matrix's rows: each thread writes its own columns of y.
  private struct Product: Sendable {
    let kernels: KernelSet
    let x: RowView, w: Weights, y: RowView
    let tokens: Int, isBlocked: Bool

    func run(_ slice: Range<Int>) {
      let weights = w.pointer + slice.lowerBound * x.columns, output = y.pointer + slice.lowerBound
      if isBlocked {
        BlockedProduct.multiply(
          output, stride: y.columns, weights, x.pointer, tokens: tokens, rows: slice.count, columns: x.columns)
      } else {
        kernels.table.multiply(output, y.columns, weights, x.pointer, tokens, slice.count, x.columns)
      }
    }
  }
}
