internal import ModelFiles
internal import NumericKernels

/// Qwen2 and Qwen2.5: a Llama with biases on queries, keys and values (Yang et al. 2024).
func qwen2(_ settings: Settings, _ loader: WeightLoader) throws(ModelFileError) -> Decoder {
  try llamaLike(settings, loader, .halves) { (layer) throws(ModelFileError) in try settings.qwenWindow(layer) }
}

extension Settings {
  /// The window of a layer: off unless the settings turn it on, and then for the later layers.
  func qwenWindow(_ layer: Int) throws(ModelFileError) -> Int? {
    guard case .safetensors(let folder) = source else { return nil }
    let configuration = folder.configuration
    guard try configuration.bool("use_sliding_window", or: false) else { return nil }
    let kinds = try configuration.strings("layer_types")
    let slides =
      kinds.indices.contains(layer)
      ? kinds[layer] == "sliding_attention" : layer >= (try configuration.int("max_window_layers", or: 28))
    return slides ? try configuration.window(absent: 4096) : nil
  }
}
