internal import ModelFiles
internal import NumericKernels

/// y = x W^T + b, the bias where the model has one.
struct Projection: Sendable {
  let weight: Matrix
  let bias: Weights?

  init(_ weight: Matrix, bias: Weights? = nil) { (self.weight, self.bias) = (weight, bias) }

  /// `name` without ".weight" and ".bias".
  init(_ loader: WeightLoader, _ name: String, rows: Int, columns: Int) throws(ModelFileError) {
    weight = try loader.matrix("\(name).weight", rows: rows, columns: columns)
    bias = try loader.vectorIfPresent("\(name).bias", count: rows)
  }

  func callAsFunction(_ x: Activations, into y: Activations, _ compute: Compute) {
    compute.multiply(x, weight, into: y)
    if let bias { compute.add(bias, to: y) }
  }

  var byteCount: Int { weight.byteCount }
}
