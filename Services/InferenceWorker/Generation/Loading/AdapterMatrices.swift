internal import NumericKernels

/// The two matrices by which an adapter changes a weight matrix, as plain numbers. B holds the scale.
struct AdapterMatrices {
  let rank: Int
  /// A [rank, columns] and B [rows, rank], row after row.
  let a: [Float], b: [Float]

  /// The change of some rows of the weight matrix.
  func rows(_ range: Range<Int>) -> AdapterMatrices {
    AdapterMatrices(rank: rank, a: a, b: Array(b[range.lowerBound * rank..<range.upperBound * rank]))
  }

  /// The change of the matrix whose row i is row `order[i]` of this one's.
  func reordered(_ order: [Int]) -> AdapterMatrices {
    AdapterMatrices(rank: rank, a: a, b: order.flatMap { b[$0 * rank..<($0 + 1) * rank] })
  }

  /// The change of the transposed matrix: (B A)^T = A^T B^T.
  func transposed() -> AdapterMatrices {
    AdapterMatrices(rank: rank, a: Self.transposed(b, columns: rank), b: Self.transposed(a, columns: a.count / rank))
  }

  var lowRank: LowRank { LowRank(rank: rank, a: a, b: b) }

  private static func transposed(_ x: [Float], columns: Int) -> [Float] {
    let rows = x.count / columns
    return (0..<x.count).map { x[$0 % rows * columns + $0 / rows] }
  }
}
