public import ModelFiles
internal import NumericKernels

/// Loads a model by its architecture, and adapters beside it, of which each slice of a batch may choose one.
///
/// - Throws: `ModelFileError` when the architecture is unknown, or a key, tensor, shape or type does not fit.
public func loadModel(
  _ source: ModelSource, precision: Precision = .stored, adapters: [AdapterFolder] = []
) throws(ModelFileError) -> any LanguageModel {
  let settings = try Settings(source)
  var loader = WeightLoader(source: source, precision: precision, names: TensorNames.decoder)
  for folder in adapters { loader.adapters.append(try Adapter(folder)) }
  let model = try decoder(settings, loader)
  for adapter in loader.adapters { try adapter.requireAllUsed() }
  return model
}

private func decoder(_ settings: Settings, _ loader: WeightLoader) throws(ModelFileError) -> Decoder {
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
