internal import ModelFiles
internal import NumericKernels

/// Llama 2 and 3 and Mistral: grouped-query attention with rotary positions, SwiGLU feed-forward.
///
/// Sources: Touvron et al. 2023 (Llama 2), Grattafiori et al. 2024 (Llama 3), Jiang et al. 2023 (Mistral).
func llama(_ settings: Settings, _ loader: WeightLoader) throws(ModelFileError) -> Decoder {
  // GGUF's converters reorder the rows of queries and keys so that neighbours make a pair.
  let pairs: RotaryPairs = if case .gguf = settings.source { .interleaved } else { .halves }
  let window = try settings.mistralWindow
  return try llamaLike(settings, loader, pairs) { _ in window }
}

/// The frame that Llama, Qwen2 and Qwen3 share. `window` limits the attention of a layer.
func llamaLike(
  _ settings: Settings, _ loader: WeightLoader, _ pairs: RotaryPairs,
  window: (Int) throws(ModelFileError) -> Int?
) throws(ModelFileError) -> Decoder {
  let c = try LlamaConfiguration(settings)
  let divisors = try loader.vectorIfPresent("rope_freqs.weight", count: c.rotated / 2)
  let rotary = RotaryEmbedding(c.rotary, rotated: c.rotated, pairs: pairs, divisors: divisors)
  var layers: [Decoder.Layer] = []
  for index in 0..<c.layers {
    let name = "blk.\(index)"
    layers.append(
      Decoder.Layer(
        attentionNorm: try loader.vector("\(name).attn_norm.weight", count: c.shape.embedding),
        attention: try GroupedQueryAttention(loader, name, c.shape, rotary, window: try window(index)),
        feedForwardNorm: try loader.vector("\(name).ffn_norm.weight", count: c.shape.embedding),
        feedForward: try SwiGLU(loader, name, embedding: c.shape.embedding, width: c.feedForward)))
  }
  return try Decoder(
    settings, loader, layers: layers, embedding: c.shape.embedding, normEpsilon: c.shape.normEpsilon, rotary: rotary,
    context: c.rotary.context,
    cacheShape: .init(
      layers: c.layers, heads: c.shape.keyValueHeads, keySize: c.shape.headSize, valueSize: c.shape.headSize))
}

/// The sizes and constants of a Llama-like model.
struct LlamaConfiguration: Sendable {
  let layers: Int, feedForward: Int
  let shape: GroupedQueryAttention.Shape
  /// Elements of each head that are rotated.
  let rotated: Int
  let rotary: RotarySettings

  init(_ settings: Settings) throws(ModelFileError) {
    try settings.requireSiLU()
    layers = try settings.layerCount()
    feedForward = try settings.size("feed_forward_length", "intermediate_size")
    let embedding = try settings.size("embedding_length", "hidden_size")
    let heads = try settings.size("attention.head_count", "num_attention_heads")
    // transformers' Qwen3 has this default whatever the sizes are.
    let usual =
      if case .safetensors = settings.source, settings.architecture == "qwen3" { 128 } else { embedding / heads }
    let headSize = try settings.size("attention.key_length", "head_dim", or: usual)
    shape = GroupedQueryAttention.Shape(
      embedding: embedding, heads: heads,
      keyValueHeads: try settings.size("attention.head_count_kv", "num_key_value_heads", or: heads), headSize: headSize,
      normEpsilon: Float(try settings.number("attention.layer_norm_rms_epsilon", "rms_norm_eps")))
    rotated = try settings.size("rope.dimension_count", nil, or: headSize)
    rotary = try RotarySettings(settings)
    try rotary.requireDivisors(rotated: rotated)
    try check(valueSize: try settings.size("attention.value_length", nil, or: headSize))
  }

  private func check(valueSize: Int) throws(ModelFileError) {
    guard shape.heads % shape.keyValueHeads == 0 else {
      throw .unsupported("\(shape.heads) query heads for \(shape.keyValueHeads) key/value heads: no whole group")
    }
    guard rotated % 2 == 0, rotated <= shape.headSize, rotated > 0 else {
      throw .unsupported(
        "\(rotated) rotated elements in heads of \(shape.headSize): not an even number within the head")
    }
    guard valueSize == shape.headSize else {
      throw .unsupported("values of \(valueSize) with keys of \(shape.headSize) elements")
    }
  }
}

extension Settings {
  /// Mistral's window; Llama has none, and GGUF files do not carry it.
  fileprivate var mistralWindow: Int? {
    get throws(ModelFileError) {
      guard case .safetensors(let folder) = source, architecture == "mistral" else { return nil }
      return try folder.configuration.window(absent: 4096)
    }
  }
}

extension ModelSettings {
  /// Positions of a sliding window; nil where the file says null, `absent` where it says nothing.
  func window(absent: Int) throws(ModelFileError) -> Int? {
    guard has("sliding_window") else { return mentions("sliding_window") ? nil : absent }
    let window = try int("sliding_window")
    guard window > 0 else { throw .missing("config.json: \"sliding_window\" is not positive") }
    return window
  }
}
