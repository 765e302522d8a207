internal import CKernels

/// Neighbouring rows of a batch that get the same change.
public struct ChangedRows: Sendable {
  let rows: Range<Int>
  let change: LowRank

  public init(rows: Range<Int>, change: LowRank) { (self.rows, self.change) = (rows, change) }
}

extension Compute {
  /// y += (x A^T) B^T of the rows of each part; other rows stay. Parts of any number of adapters are computed together.
  public func add(_ parts: [ChangedRows], of x: ActivationColumns, to y: ActivationColumns) {
    guard let rankMax = parts.map(\.change.rank).max() else { return }
    for part in parts {
      precondition(part.change.columns == x.count && part.change.rows == y.count, "shapes that fit")
      precondition(part.rows.lowerBound >= 0 && part.rows.upperBound <= min(x.rows, y.rows), "rows in use")
    }
    withUnsafeTemporaryAllocation(of: Float.self, capacity: x.rows * rankMax) { scratch in
      let narrow = RowView(pointer: scratch.baseAddress!, columns: rankMax)
      let job = LowRankProduct(kernels: kernels, parts: parts, x: x.view, y: y.view, narrow: narrow)
      let rows = parts.reduce(0) { $0 + $1.rows.count }, columns = x.count
      pool.split(x.rows, minimum: Self.productsMinimum / (rankMax * columns) + 1) { job.multiplyDown($0, columns) }
      pool.split(y.count, minimum: Self.productsMinimum / (rankMax * rows) + 1) { job.multiplyUp($0) }
    }
  }

  private struct LowRankProduct: Sendable {
    let kernels: KernelSet
    let parts: [ChangedRows]
    let x: RowView, y: RowView, narrow: RowView

    /// x A^T of some rows of the batch.
    func multiplyDown(_ slice: Range<Int>, _ columns: Int) {
      for part in parts {
        let rows = part.rows.clamped(to: slice)
        guard !rows.isEmpty else { continue }
        kernels.table.multiply(
          narrow[rows.lowerBound], narrow.columns, part.change.a.pointer, x[rows.lowerBound], x.columns, rows.count,
          part.change.rank, columns)
      }
    }

    /// y += narrow B^T for some of the outputs.
    func multiplyUp(_ outputs: Range<Int>) {
      for part in parts {
        let first = part.rows.lowerBound
        kernels.table.add_product(
          y[first] + outputs.lowerBound, y.columns, narrow[first], narrow.columns,
          part.change.b.pointer + outputs.lowerBound, part.change.rows, part.rows.count, part.change.rank, outputs.count
        )
      }
    }
  }
}
