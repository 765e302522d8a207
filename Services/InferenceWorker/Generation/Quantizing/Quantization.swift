public import ModelFiles
internal import NumericKernels

/// What types the tensors of a quantised model get.
public struct Quantization: Sendable {
  /// Of the matrices of the layers.
  public let type: TensorType

  /// Types that can be written, by the names of `weir model quantize --type`.
  public static let types: [String: TensorType] = [
    "f32": .f32, "f16": .f16, "bf16": .bf16, "q8_0": .q8_0, "q4_0": .q4_0, "q4_1": .q4_1, "q5_0": .q5_0, "q5_1": .q5_1,
    "q4_k": .q4_K, "q5_k": .q5_K, "q6_k": .q6_K,
  ]

  public init(_ type: TensorType) { self.type = type }

  /// The type of a tensor, by its name in GGUF: vectors, routers and position tables stay as they are; the head, whose
  /// errors go straight into the logits, gets more bits than four-bit and five-bit layers; rows that no block divides get
  /// the nearest type with smaller blocks.
  func type(of name: String, shape: [Int], stored: TensorType, isHead: Bool) -> TensorType {
    let kept = ["ffn_gate_inp", "position_embd", "token_types", "norm"]
    guard shape.count > 1, name.hasSuffix(".weight"), !kept.contains(where: name.contains) else { return stored }
    let wanted = isHead && type.blockElements > 1 && type != .q8_0 ? TensorType.q6_K : type
    return Self.fallbacks[wanted, default: [wanted]].first { shape[0] % $0.blockElements == 0 } ?? .f16
  }

  private static let fallbacks: [TensorType: [TensorType]] = [
    .q4_K: [.q4_K, .q5_0], .q5_K: [.q5_K, .q5_1], .q6_K: [.q6_K, .q8_0],
  ]

  /// llama.cpp's number of a model that is mostly of this type.
  var fileType: Int64 {
    let numbers: [TensorType: Int64] = [
      .f32: 0, .f16: 1, .q4_0: 2, .q4_1: 3, .q8_0: 7, .q5_0: 8, .q5_1: 9, .q4_K: 14, .q5_K: 16, .q6_K: 18, .bf16: 32,
    ]
    return numbers[type] ?? 0
  }
}

/// Writes a model as a GGUF file with its weights in other types; `progress` is told each tensor before it is made.
///
/// - Throws: `unsupported` for what cannot be read or what GGUF cannot hold, or when the file cannot be written.
public func quantize(
  _ source: ModelSource, _ quantization: Quantization, toFile path: String,
  progress: @escaping (_ tensor: String, _ type: TensorType) -> Void = { _, _ in }
) throws(ModelFileError) {
  let model =
    switch source {
    case .gguf(let file): try ConvertibleModel(file)
    case .safetensors(let folder): try ConvertibleModel(folder)
    }
  var writer = GGUFWriter()
  for (key, value) in model.metadata { writer.set(key, value) }
  writer.set("general.file_type", .integer(quantization.fileType))
  writer.set("general.quantization_version", .integer(2))
  let hasHead = model.tensors.contains { $0.name == "output.weight" }
  for tensor in model.tensors {
    let isHead = tensor.name == (hasHead ? "output.weight" : "token_embd.weight")
    let type = quantization.type(of: tensor.name, shape: tensor.shape, stored: tensor.type, isHead: isHead)
    try writer.add(tensor.name, shape: tensor.shape, type: type) {
      progress(tensor.name, type)
      return tensor.bytes(type)
    }
  }
  try writer.write(toFile: path)
}
