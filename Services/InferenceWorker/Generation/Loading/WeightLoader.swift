internal import ModelFiles
internal import NumericKernels

/// Takes tensors out of a model by GGUF's names, each checked against the shape that the model needs.
struct WeightLoader {
  let source: ModelSource
  let precision: Precision
  /// The names of a safetensors folder.
  let names: @Sendable (String) -> String?
  /// What is loaded beside the model.
  var adapters: [Adapter] = []

  // MARK: Vectors

  func vector(_ name: String, count: Int) throws(ModelFileError) -> Weights {
    let (tensor, format) = try stored(try tensor(name), shape: [count])
    return Weights(stored(tensor, format, rows: 1, columns: count, .float32).floats())
  }

  /// nil when the model has no such tensor.
  func vectorIfPresent(_ name: String, count: Int) throws(ModelFileError) -> Weights? {
    has(name) ? try vector(name, count: count) : nil
  }

  // MARK: Matrices

  /// A matrix for products, in the precision that the model is loaded with.
  func matrix(_ name: String, rows: Int, columns: Int, isHead: Bool = false) throws(ModelFileError) -> Matrix {
    let stored = try table(name, rows: rows, columns: columns), tensor = try tensor(name)
    // A head sees one token of a prompt only.
    let tokens = isHead ? 1 : Self.tokensBeforePanels + tensor.byteRange.lowerBound / Self.bytesForToken
    return (isHead ? precision.ofHead : precision).applyLater(to: stored, afterTokens: tokens) { tensor.evict($0) }
  }

  /// Tokens that a matrix is multiplied with before it is worth rearranging: those of a short prompt.
  private static let tokensBeforePanels = 32
  /// Bytes of matrices that are rearranged for one token: 20 to 40 milliseconds that each of the first tokens of an answer
  /// takes longer, instead of the first alone a second and more.
  private static let bytesForToken = 64 << 20

  /// A matrix as it is stored, for looking rows up and for products that must stay exact.
  func table(_ name: String, rows: Int, columns: Int, shape: [Int]? = nil) throws(ModelFileError) -> Matrix {
    try matrix(try tensor(name), shape: shape ?? [columns, rows])
  }

  /// `count` matrices of a kind: stacked in GGUF, separate in safetensors.
  func experts(_ name: String, count: Int, rows: Int, columns: Int) throws(ModelFileError) -> [Matrix] {
    var experts: [Matrix] = []
    switch source {
    case .gguf:
      let all = try matrix(try tensor(name), shape: [columns, rows, count])
      for expert in 0..<count { experts.append(precision.apply(to: all[rows: expert * rows..<(expert + 1) * rows])) }
      if experts.first?.isPacked == true { try tensor(name).evict() }
    case .safetensors(let folder):
      for expert in 0..<count {
        let tensor = try find(TensorNames.expert(name, expert).map(prefixed) ?? name, in: folder)
        experts.append(precision.apply(to: try matrix(tensor, shape: [columns, rows])))
      }
    }
    return experts
  }

  // MARK: Adapters

  /// What the adapters change of a matrix, one place for each; none where no adapter does. `name` has no ".weight".
  func changes(
    _ name: String, expert: Int? = nil, rows: Int, columns: Int, order: [Int]? = nil
  ) throws(ModelFileError) -> [LowRank?] {
    try adapterMatrices(name, expert: expert, rows: rows, columns: columns).map { matrices in
      matrices.map { (order.map($0.reordered) ?? $0).lowRank }
    }
  }

  /// The same as plain numbers, in Hugging Face's order of rows.
  func adapterMatrices(
    _ name: String, expert: Int? = nil, rows: Int, columns: Int
  ) throws(ModelFileError) -> [AdapterMatrices?] {
    let weight = "\(name).weight"
    guard let module = expert.map({ TensorNames.expert(weight, $0) }) ?? TensorNames.decoder(weight) else { return [] }
    var changes: [AdapterMatrices?] = []
    for adapter in adapters {
      changes.append(try adapter.matrices(of: String(module.dropLast(".weight".count)), rows: rows, columns: columns))
    }
    return changes.contains { $0 != nil } ? changes : []
  }

  // MARK: Tensors

  func has(_ name: String) -> Bool {
    switch source {
    case .gguf(let file): file.tensors[name] != nil
    case .safetensors(let folder): names(name).map { folder.tensors[prefixed($0)] != nil } ?? false
    }
  }

  func tensor(_ name: String) throws(ModelFileError) -> StoredTensor {
    switch source {
    case .gguf(let file): return try file.tensor(name)
    case .safetensors(let folder): return try find(names(name).map(prefixed) ?? name, in: folder)
    }
  }

  private func find(_ name: String, in folder: SafetensorsFolder) throws(ModelFileError) -> StoredTensor {
    guard let tensor = folder.tensors[name] else { throw .missing("the folder has no tensor \"\(name.prefix(100))\"") }
    return tensor
  }

  /// A base model is saved without the head's "model.", an encoder inside another model with "bert.".
  private func prefixed(_ name: String) -> String {
    guard case .safetensors(let folder) = source, folder.tensors[name] == nil else { return name }
    let bare = name.hasPrefix("model.") ? String(name.dropFirst("model.".count)) : "bert.\(name)"
    return folder.tensors[bare] == nil ? name : bare
  }

  // MARK: Formats

  private func matrix(_ tensor: StoredTensor, shape: [Int]) throws(ModelFileError) -> Matrix {
    let (tensor, format) = try stored(tensor, shape: shape)
    let rows = shape.dropFirst().reduce(1, *)
    let matrix = stored(tensor, format, rows: rows, columns: shape[0], precision.arithmetic)
    return format == .f8_e4m3 ? try scaled(matrix, tensor) : matrix
  }

  private func stored(_ tensor: StoredTensor, shape: [Int]) throws(ModelFileError) -> (StoredTensor, WeightFormat) {
    guard tensor.shape == shape else {
      throw .missing("tensor \"\(tensor.name)\" has shape \(tensor.shape), the model's settings need \(shape)")
    }
    guard let format = WeightFormat(rawValue: tensor.type.rawValue) else {
      throw .unsupported("tensor \"\(tensor.name)\" has type \(tensor.type), which cannot be computed with")
    }
    return (tensor, format)
  }

  private func stored(
    _ tensor: StoredTensor, _ format: WeightFormat, rows: Int, columns: Int, _ arithmetic: Matrix.Arithmetic
  ) -> Matrix {
    let (bytes, owner) = tensor.stored
    return Matrix(rows: rows, columns: columns, format: format, bytes: bytes, owner: owner, arithmetic: arithmetic)
  }

  /// DeepSeek-V3's eight-bit floats: each tile of 128 x 128 elements has a scale in a tensor beside it.
  private func scaled(_ matrix: Matrix, _ tensor: StoredTensor) throws(ModelFileError) -> Matrix {
    guard case .safetensors(let folder) = source else { return matrix }
    let scales = try find("\(tensor.name)_scale_inv", in: folder)
    let tile = try folder.configuration.nested("quantization_config")?.ints("weight_block_size") ?? []
    guard tile.count == 2, tile.allSatisfy({ (1...1 << 20).contains($0) }) else {
      throw .unsupported("tensor \"\(tensor.name)\" is F8_E4M3 without a \"weight_block_size\" of two numbers")
    }
    let shape = [(matrix.columns + tile[1] - 1) / tile[1], (matrix.rows + tile[0] - 1) / tile[0]]
    let (checked, format) = try stored(scales, shape: shape)
    let values = stored(checked, format, rows: shape[1], columns: shape[0], .float32).floats()
    return matrix.scaled(by: Weights(values), tileRows: tile[0], tileColumns: tile[1])
  }
}
