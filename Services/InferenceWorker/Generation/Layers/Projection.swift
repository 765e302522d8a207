internal import ModelFiles
internal import NumericKernels

/// y = x W^T + b, the bias where the model has one, and what the rows' adapters add.
struct Projection: Sendable {
  let weight: Matrix
  let bias: Weights?
  /// One place for each adapter of the model, or none where no adapter changes this matrix.
  let changes: [LowRank?]

  init(_ weight: Matrix, bias: Weights? = nil, changes: [LowRank?] = []) {
    (self.weight, self.bias, self.changes) = (weight, bias, changes)
  }

  /// `name` without ".weight" and ".bias". `order` tells for each row which one it is in Hugging Face's order.
  init(
    _ loader: WeightLoader, _ name: String, rows: Int, columns: Int, order: [Int]? = nil
  ) throws(ModelFileError) {
    weight = try loader.matrix("\(name).weight", rows: rows, columns: columns)
    bias = try loader.vectorIfPresent("\(name).bias", count: rows)
    changes = try loader.changes(name, rows: rows, columns: columns, order: order)
  }

  func callAsFunction(_ x: Activations, into y: Activations, _ pass: ForwardPass) {
    self(x, into: y, pass.compute)
    pass.add(changes, of: x[columns: 0..<x.columns], to: y[columns: 0..<y.columns])
  }

  /// The same for several projections of one shape between columns of larger rows, without biases.
  static func apply(
    _ projections: [Projection], _ x: [ActivationColumns], into y: [ActivationColumns], _ pass: ForwardPass
  ) {
    pass.compute.multiply(x, projections.map(\.weight), into: y)
    for ((projection, x), y) in zip(zip(projections, x), y) { pass.add(projection.changes, of: x, to: y) }
  }

  /// The same without adapters.
  func callAsFunction(_ x: Activations, into y: Activations, _ compute: Compute) {
    compute.multiply(x, weight, into: y)
    if let bias { compute.add(bias, to: y) }
  }

  var byteCount: Int { weight.byteCount }
}
