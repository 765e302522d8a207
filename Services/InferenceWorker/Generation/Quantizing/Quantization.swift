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

  /// The type of a tensor: vectors, routers and position tables stay as they are; the head, whose errors go straight
  /// into the logits, gets more bits than four-bit and five-bit layers; rows that no block divides get the nearest type
  /// with smaller blocks.
  func type(of tensor: StoredTensor, isHead: Bool) -> TensorType {
    let kept = ["ffn_gate_inp", "position_embd", "token_types", "norm"]
    guard tensor.shape.count > 1, tensor.name.hasSuffix(".weight"), !kept.contains(where: tensor.name.contains) else {
      return tensor.type
    }
    let wanted = isHead && type.blockElements > 1 && type != .q8_0 ? TensorType.q6_K : type
    return Self.fallbacks[wanted, default: [wanted]].first { tensor.columns % $0.blockElements == 0 } ?? .f16
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
/// - Throws: `unsupported` for a tensor that cannot be read, or when the file cannot be written.
public func quantize(
  _ file: GGUFFile, _ quantization: Quantization, toFile path: String,
  progress: @escaping (_ tensor: String, _ type: TensorType) -> Void = { _, _ in }
) throws(ModelFileError) {
  var writer = GGUFWriter()
  for (key, value) in file.metadata.sorted(by: { $0.key < $1.key })
  where !["general.file_type", "general.quantization_version", "general.alignment"].contains(key) {
    writer.set(key, value)
  }
  writer.set("general.file_type", .integer(quantization.fileType))
  writer.set("general.quantization_version", .integer(2))
  let head = file.tensors["output.weight"] == nil ? "token_embd.weight" : "output.weight"
  for tensor in file.tensors.values.sorted(by: { $0.byteRange.lowerBound < $1.byteRange.lowerBound }) {
    let type = quantization.type(of: tensor, isHead: tensor.name == head)
    let convert = try converter(tensor, to: type)
    try writer.add(tensor.name, shape: tensor.shape, type: type) {
      progress(tensor.name, type)
      return convert()
    }
  }
  try writer.write(toFile: path)
}

/// What makes a tensor's bytes in another type.
private func converter(_ tensor: StoredTensor, to type: TensorType) throws(ModelFileError) -> () -> [UInt8] {
  if tensor.type == type { return { Array(tensor.stored.bytes) } }
  guard let from = WeightFormat(rawValue: tensor.type.rawValue), let to = WeightFormat(rawValue: type.rawValue) else {
    throw .unsupported("tensor \"\(tensor.name)\" has type \(tensor.type), which cannot be converted to \(type)")
  }
  return {
    let (bytes, owner) = tensor.stored
    let matrix = Matrix(rows: tensor.rows, columns: tensor.columns, format: from, bytes: bytes, owner: owner)
    return matrix.converted(to: to, .float32).bytes
  }
}
