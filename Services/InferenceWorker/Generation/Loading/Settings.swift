internal import ModelFiles

/// A model's sizes and constants under the two names that GGUF files and `config.json` have for each.
///
/// GGUF's names lack the architecture that prefixes them in the file.
struct Settings {
  let source: ModelSource
  /// The architecture by the file's own name.
  let architecture: String

  init(_ source: ModelSource) throws(ModelFileError) {
    self.source = source
    architecture = try source.architecture
  }

  /// Bounds of every size, so that no product of two of them overflows and none is zero.
  private static let sizes = 1...(1 << 28)

  /// A size from 1; `other` where the file does not give it.
  func size(_ gguf: String, _ huggingFace: String?, or other: Int? = nil) throws(ModelFileError) -> Int {
    if let other, !has(gguf, huggingFace) { return other }
    let value =
      switch source {
      case .gguf(let file): try file.int(key(gguf))
      case .safetensors(let folder): try folder.configuration.int(huggingFace ?? gguf)
      }
    guard Self.sizes.contains(value) else {
      throw .unsupported("\(name(gguf, huggingFace)) is \(value), outside \(Self.sizes)")
    }
    return value
  }

  /// A number above zero; `other` where the file does not give it.
  func number(_ gguf: String, _ huggingFace: String?, or other: Double? = nil) throws(ModelFileError) -> Double {
    if let other, !has(gguf, huggingFace) { return other }
    let value =
      switch source {
      case .gguf(let file): try file.float(key(gguf))
      case .safetensors(let folder): try folder.configuration.float(huggingFace ?? gguf)
      }
    guard value.isFinite, value > 0 else { throw .missing("\(name(gguf, huggingFace)) is not a positive number") }
    return value
  }

  /// A truth value; `other` where the file does not give it.
  func flag(_ gguf: String, _ huggingFace: String?, or other: Bool) throws(ModelFileError) -> Bool {
    switch source {
    case .gguf(let file): file.metadata[key(gguf)]?.bool ?? other
    case .safetensors(let folder):
      if let huggingFace { try folder.configuration.bool(huggingFace, or: other) } else { other }
    }
  }

  /// Whether the file gives the setting.
  func has(_ gguf: String, _ huggingFace: String?) -> Bool {
    switch source {
    case .gguf(let file): file.metadata[key(gguf)] != nil
    case .safetensors(let folder): huggingFace.map { folder.configuration.has($0) } ?? false
    }
  }

  private func key(_ gguf: String) -> String { "\(architecture).\(gguf)" }

  private func name(_ gguf: String, _ huggingFace: String?) -> String {
    if case .gguf = source { return "metadata key \"\(key(gguf))\"" }
    return "config.json: \"\(huggingFace ?? gguf)\""
  }
}

extension Settings {
  /// The tokens after which a text is complete.
  func endIDs() throws(ModelFileError) -> Set<Int32> {
    switch source {
    case .gguf(let file):
      let keys = ["eos_token_id", "eot_token_id", "eom_token_id"].map { "tokenizer.ggml.\($0)" }
      return Set(keys.compactMap { file.metadata[$0]?.int }.compactMap { Int32(exactly: $0) })
    case .safetensors(let folder):
      var ids = try folder.configuration.ints("eos_token_id")
      if let generation = try folder.settings("generation_config.json") { ids += try generation.ints("eos_token_id") }
      return Set(ids.compactMap { Int32(exactly: $0) })
    }
  }

  /// Layers of the model proper: GGUF counts those that guess further tokens among the blocks, at their end.
  func layerCount() throws(ModelFileError) -> Int {
    let blocks = try size("block_count", "num_hidden_layers")
    guard case .gguf(let file) = source else { return blocks }
    let guessing = file.metadata["\(architecture).nextn_predict_layers"]?.int ?? 0
    guard (0..<blocks).contains(guessing) else {
      throw .unsupported("metadata key \"\(architecture).nextn_predict_layers\" is \(guessing) of \(blocks) blocks")
    }
    return blocks - guessing
  }

  /// Only SiLU is known; GGUF's architectures imply it.
  func requireSiLU() throws(ModelFileError) {
    guard case .safetensors(let folder) = source else { return }
    let name = try folder.configuration.string("hidden_act", or: "silu")
    guard name == "silu" || name == "swish" else {
      throw .unsupported("activation \"\(name.prefix(60))\": silu can be run")
    }
  }
}
