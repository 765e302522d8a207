internal import ModelFiles
internal import NumericKernels

/// Takes tensors out of a file as Float32, each checked against the shape that the model needs.
struct WeightLoader {
  let file: GGUFFile

  func matrix(_ name: String, rows: Int, columns: Int) throws(ModelFileError) -> Matrix {
    Matrix(rows: rows, columns: columns, try load(name, shape: [columns, rows]))
  }

  func vector(_ name: String, count: Int) throws(ModelFileError) -> Weights { try load(name, shape: [count]) }

  /// nil when the file has no such tensor.
  func vectorIfPresent(_ name: String, count: Int) throws(ModelFileError) -> Weights? {
    file.tensors[name] == nil ? nil : try vector(name, count: count)
  }

  private func load(_ name: String, shape: [Int]) throws(ModelFileError) -> Weights {
    let tensor = try file.tensor(name)
    guard tensor.shape == shape else {
      throw .missing("tensor \"\(name)\" has shape \(tensor.shape), the model's metadata needs \(shape)")
    }
    return try Weights(count: tensor.count) { (output) throws(ModelFileError) in
      try file.dequantize(tensor, into: output)
    }
  }
}
