public import ModelFiles
internal import NumericKernels

/// Loads a model by its architecture.
///
/// - Throws: `ModelFileError` when the architecture is unknown, or a key, tensor, shape or type does not fit.
public func loadModel(
  _ source: ModelSource, precision: Precision = .stored
) throws(ModelFileError) -> any LanguageModel {
  let settings = try Settings(source)
  let loader = WeightLoader(source: source, precision: precision, names: TensorNames.decoder)
  switch settings.architecture {
  case "llama", "mistral": return try llama(settings, loader)
  case "qwen2": return try qwen2(settings, loader)
  case "qwen3": return try qwen3(settings, loader)
  case "deepseek2", "deepseek_v2", "deepseek_v3": return try deepSeek(settings, loader)
  case let other:
    throw .unsupported(
      "architecture \"\(other.prefix(60))\": llama, mistral, qwen2, qwen3, deepseek_v2 and deepseek_v3 can be run")
  }
}

/// Loads a model from a GGUF file.
public func loadModel(_ file: GGUFFile) throws(ModelFileError) -> any LanguageModel { try loadModel(.gguf(file)) }
