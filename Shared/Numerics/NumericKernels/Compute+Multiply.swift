internal import CKernels

extension Compute {
  /// y = x W^T for every row in use of `x`.
  public func multiply(_ x: Activations, _ matrix: Matrix, into y: Activations) {
    multiply(x[columns: 0..<x.columns], matrix, into: y[columns: 0..<y.columns])
  }

  /// The same between columns of larger rows; other columns of y stay.
  public func multiply(_ x: ActivationColumns, _ matrix: Matrix, into y: ActivationColumns) {
    multiply(x, matrix, rounded: nil, into: y)
  }

  /// Inputs as products with one matrix take them, until the next product of other inputs.
  public struct RoundedInputs {
    fileprivate let int8: Int8View?
  }

  /// The first step of `multiply`, which rounds the inputs to bytes where that is how the product is made.
  public func rounded(_ x: Activations, for matrix: Matrix) -> RoundedInputs {
    RoundedInputs(int8: matrix.arithmetic == .int8 ? roundedToBytes(x[columns: 0..<x.columns], for: matrix) : nil)
  }

  /// `multiply` without that step: the product alone.
  public func multiply(_ x: Activations, rounded: RoundedInputs, _ matrix: Matrix, into y: Activations) {
    multiply(x[columns: 0..<x.columns], matrix, rounded: rounded, into: y[columns: 0..<y.columns])
  }

  private func multiply(
    _ x: ActivationColumns, _ matrix: Matrix, rounded: RoundedInputs?, into y: ActivationColumns
  ) {
    precondition(x.count == matrix.columns && y.count == matrix.rows, "shapes that fit")
    y.activations.resize(rows: x.rows)
    guard x.rows > 0 else { return }
    if matrix.isHalf, x.rows >= ProductBlocks.tokensMinimum, kernels.isFast {
      return multiplyInBlocks(x, matrix, into: y)
    }
    let matrix = matrix.later?.next(matrix, tokens: x.rows, kernels, pool) ?? matrix
    let product = Product(
      kernels: kernels, x: x.view, w: matrix, y: y.view, tokens: x.rows, isBlocked: isBlocked(tokens: x.rows),
      int8: rounded?.int8 ?? (matrix.arithmetic == .int8 ? roundedToBytes(x, for: matrix) : nil))
    let minimum = Self.productsMinimum / (x.rows * matrix.columns)
    if product.isInPanels {
      pool.splitFinely(
        product.panelCount, unit: Int(WEIR_PANELS_AT_ONCE), minimum: minimum / Int(WEIR_PANEL_ROWS) + 1
      ) { product.run(panels: $0) }
    } else {
      pool.split(matrix.rows, minimum: minimum + 1) { product.run($0) }
    }
  }

  /// The same for several matrices of one shape, such as those of a layer's heads, whose products are each too small to
  /// be divided among the threads: the threads share the matrices.
  public func multiply(_ x: [ActivationColumns], _ matrices: [Matrix], into y: [ActivationColumns]) {
    guard let rows = x.first?.rows, let first = matrices.first, rows > 0 else { return }
    let work = rows * first.rows * first.columns
    guard pool.count > 1, work < 2 * Self.productsMinimum else {
      for ((x, matrix), y) in zip(zip(x, matrices), y) { multiply(x, matrix, into: y) }
      return
    }
    let bytes =
      first.arithmetic == .int8
      ? int8Rows.room(tokens: rows * x.count, columns: first.columns, together: first.inputsTogether) : nil
    let jobs = zip(zip(x, matrices), y).enumerated().map { index, job in
      let ((x, matrix), y) = job
      precondition(x.count == matrix.columns && y.count == matrix.rows && x.rows == rows, "shapes that fit")
      y.activations.resize(rows: rows)
      let int8 = bytes.map { Int8View(rows: $0.from(index * rows), columns: $0.columns) }
      return Product(
        kernels: kernels, x: x.view, w: matrix.later?.next(matrix, tokens: rows, kernels, pool) ?? matrix, y: y.view,
        tokens: rows, isBlocked: false, int8: int8)
    }
    pool.split(jobs.count, minimum: Self.productsMinimum / work + 1) { range in
      for job in jobs[range] { job.runAlone() }
    }
  }

  private func isBlocked(tokens: Int) -> Bool {
    tokens >= BlockedProduct.tokensMinimum && kernels.isFast && BlockedProduct.suitsProcessor
  }

  private func roundedToBytes(_ x: ActivationColumns, for matrix: Matrix) -> Int8View {
    let together = matrix.inputsTogether, tokens = x.rows, minimum = Self.elementsMinimum / (together * x.count) + 1
    let rows = int8Rows.room(tokens: tokens, columns: x.count, together: together)
    pool.split((tokens + together - 1) / together, minimum: minimum) { [kernels, x = x.view] range in
      let first = range.lowerBound * together, end = min(range.upperBound * together, tokens)
      kernels.table.quantize(
        rows.from(first), x[first], x.columns, end - first, rows.columns, matrix.panelsMultiplied)
    }
    return rows
  }

  /// One product, made in slices of the weight matrix's rows: each thread writes its own columns of y.
  private struct Product: Sendable {
    let kernels: KernelSet
    let x: RowView, w: Matrix, y: RowView
    let tokens: Int, isBlocked: Bool
    /// The inputs in bytes, where that is how the product is made.
    let int8: Int8View?

    /// Rows widened to Float32 at a time where there is no product with the stored format: with 8,192 columns they
    /// fill 512 KiB of cache. OpenBLAS wants more of them.
    private static let widenedRows = 16, widenedRowsBlocked = 64

    /// All of it on this thread, the rounding of its inputs too.
    func runAlone() {
      if let int8 {
        kernels.table.quantize(int8.rows, x.pointer, x.columns, tokens, w.columns, w.panelsMultiplied)
      }
      if isInPanels { run(panels: 0..<panelCount) } else { run(0..<w.rows) }
    }

    var isInPanels: Bool { w.isInPanels }
    var panelCount: Int { (w.rows + Int(WEIR_PANEL_ROWS) - 1) / Int(WEIR_PANEL_ROWS) }

    func run(_ slice: Range<Int>) {
      let output = y.pointer + slice.lowerBound
      if let int8 {
        _ = kernels.table.multiply_blocks(
          output, y.columns, w.format.code, w.pointer(row: slice.lowerBound), int8.rows, tokens, slice.count, w.columns)
      } else if w.isPlain {
        let weights = w.pointer(row: slice.lowerBound).assumingMemoryBound(to: Float.self)
        multiply(output, weights, rows: slice.count)
      } else if w.isHalf {
        kernels.table.multiply_half(
          output, y.columns, w.format.code, w.pointer(row: slice.lowerBound), x.pointer, x.columns, tokens,
          slice.count, w.columns)
      } else {
        widen(slice)
      }
    }

    func run(panels: Range<Int>) {
      guard let int8 else { preconditionFailure("packed matrices are multiplied with bytes") }
      let first = panels.lowerBound * Int(WEIR_PANEL_ROWS), output = y.pointer + first
      let count = min(w.rows, panels.upperBound * Int(WEIR_PANEL_ROWS)) - first
      guard !w.isPacked else {
        return kernels.table.multiply_panels(
          output, y.columns, w.panels, w.pointer(panel: panels.lowerBound), int8.rows, tokens, count, w.columns)
      }
      let room = Matrix.panelBytes(weir_panels_for(w.format.code), w.columns) * Int(WEIR_PANELS_AT_ONCE)
      withUnsafeTemporaryAllocation(byteCount: room, alignment: 64) { room in
        kernels.table.multiply_rows(
          output, y.columns, w.format.code, w.pointer(row: first), int8.rows, tokens, count, w.columns,
          room.assumingMemoryBound(to: UInt8.self).baseAddress)
      }
    }

    private func widen(_ slice: Range<Int>) {
      let step = isBlocked ? Self.widenedRowsBlocked : Self.widenedRows
      withUnsafeTemporaryAllocation(of: Float.self, capacity: min(step, slice.count) * w.columns) { rows in
        guard let floats = rows.baseAddress else { return }
        for first in stride(from: slice.lowerBound, to: slice.upperBound, by: step) {
          let count = min(step, slice.upperBound - first)
          for row in 0..<count { w.copyRow(first + row, to: floats + row * w.columns) }
          multiply(y.pointer + first, floats, rows: count)
        }
      }
    }

    private func multiply(_ output: UnsafeMutablePointer<Float>, _ weights: UnsafePointer<Float>, rows: Int) {
      if isBlocked {
        BlockedProduct.multiply(
          output, stride: y.columns, weights, x.pointer, xStride: x.columns, tokens: tokens, rows: rows,
          columns: w.columns)
      } else {
        kernels.table.multiply(output, y.columns, weights, x.pointer, x.columns, tokens, rows, w.columns)
      }
    }
  }
}
