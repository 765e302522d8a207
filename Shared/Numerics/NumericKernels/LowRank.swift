/// The change of a weight matrix by an adapter: W + B A, with A [rank, columns] and B [rows, rank].
///
/// Source: Hu et al. 2021 (LoRA). B holds the adapter's scale already.
public struct LowRank: Sendable {
  public let rank: Int, rows: Int, columns: Int
  /// A, and B transposed: its rows are added with the weights that A gives.
  let a: Weights, b: Weights

  /// `a` and `b` row after row.
  public init(rank: Int, a: [Float], b: [Float]) {
    precondition(rank > 0 && a.count % rank == 0 && b.count % rank == 0, "whole rows")
    (self.rank, rows, columns) = (rank, b.count / rank, a.count / rank)
    self.a = Weights(a)
    let rows = rows
    self.b = Weights((0..<b.count).map { b[$0 % rows * rank + $0 / rows] })
  }
}
