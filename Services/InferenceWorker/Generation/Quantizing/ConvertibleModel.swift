internal import ModelFiles
internal import NumericKernels

/// A model as it will stand in a GGUF file: metadata in order, and tensors that can be made in any type.
struct ConvertibleModel {
  struct Tensor {
    let name: String, shape: [Int]
    /// What it has where nothing else is wanted.
    let type: TensorType
    let bytes: (TensorType) -> [UInt8]
  }

  let metadata: [(String, GGUFValue)]
  let tensors: [Tensor]

  /// Everything stays but the types.
  init(_ file: GGUFFile) throws(ModelFileError) {
    let replaced = ["general.file_type", "general.quantization_version", "general.alignment"]
    metadata = file.metadata.sorted { $0.key < $1.key }.filter { !replaced.contains($0.key) }.map { ($0.key, $0.value) }
    var tensors: [Tensor] = []
    for tensor in file.tensors.values.sorted(by: { $0.byteRange.lowerBound < $1.byteRange.lowerBound }) {
      tensors.append(try Tensor(tensor))
    }
    self.tensors = tensors
  }
}

extension ConvertibleModel.Tensor {
  fileprivate init(_ tensor: StoredTensor) throws(ModelFileError) {
    let stored = WeightFormat(rawValue: tensor.type.rawValue)
    guard let stored else {
      throw .unsupported("tensor \"\(tensor.name)\" has type \(tensor.type), which cannot be converted")
    }
    self.init(name: tensor.name, shape: tensor.shape, type: tensor.type) { type in
      let (bytes, owner) = tensor.stored
      if type == tensor.type { return Array(bytes) }
      return Matrix(rows: tensor.rows, columns: tensor.columns, format: stored, bytes: bytes, owner: owner)
        .bytes(as: type)
    }
  }

  /// Matrices one after another, such as a layer's experts.
  init(_ name: String, shape: [Int], _ matrices: [Matrix]) {
    let type = TensorType(rawValue: matrices.first?.format.rawValue ?? 0) ?? .f32
    self.init(name: name, shape: shape, type: shape.count == 1 || type == .f8_e4m3 ? .f32 : type) { type in
      matrices.flatMap { $0.bytes(as: type) }
    }
  }
}

extension Matrix {
  /// The elements in another type, which must be one that can be written.
  fileprivate func bytes(as type: TensorType) -> [UInt8] {
    guard let format = WeightFormat(rawValue: type.rawValue), format != self.format || format == .f8_e4m3 else {
      return bytes
    }
    return converted(to: format, .float32).bytes
  }
}
