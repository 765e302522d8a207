internal import NumericKernels

/// Final normalisation and projection to logits, for the rows that want them only.
struct OutputHead {
  /// Rows projected at once: bounds the memory to this many times the vocabulary.
  private static let rowsMax = 32

  private let model: Decoder
  private let pass: ForwardPass
  private let x: Activations, logits: Activations

  init(_ model: Decoder, _ pass: ForwardPass) {
    self.model = model
    self.pass = pass
    x = Activations(capacity: Self.rowsMax, columns: model.head.weight.columns)
    logits = Activations(capacity: Self.rowsMax, columns: model.head.weight.rows)
  }

  /// logits = RMSNorm(x) Whead of the given rows of `source`.
  func logits(of source: Activations, rows: [Int]) -> [[Float]] {
    stride(from: 0, to: rows.count, by: Self.rowsMax).flatMap { start in
      project(source, rows[start..<min(start + Self.rowsMax, rows.count)])
    }
  }

  private func project(_ source: Activations, _ rows: ArraySlice<Int>) -> [[Float]] {
    x.resize(rows: rows.count)
    for (index, row) in rows.enumerated() { x.setRow(index, toRow: row, of: source) }
    pass.compute.normalize(x, model.outputNorm, epsilon: model.normEpsilon, into: x)
    pass.withRows(Array(rows)) { model.head(x, into: logits, pass) }
    return rows.indices.map { logits.row($0 - rows.startIndex) }
  }
}
