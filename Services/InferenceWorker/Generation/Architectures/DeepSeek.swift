internal import ModelFiles
internal import NumericKernels

/// DeepSeek-V2, V3 and R1: multi-head latent attention, and experts behind the first dense layers.
///
/// Sources: DeepSeek-AI 2024 (DeepSeek-V2; DeepSeek-V3).
func deepSeek(_ settings: Settings, _ loader: WeightLoader) throws(ModelFileError) -> Decoder {
  let c = try DeepSeekConfiguration(settings)
  let rotary = RotaryEmbedding(c.rotary, rotated: c.attention.rotated, pairs: c.pairs)
  var layers: [Decoder.Layer] = []
  for index in 0..<c.layers {
    let name = "blk.\(index)", embedding = c.attention.embedding
    layers.append(
      Decoder.Layer(
        attentionNorm: try loader.vector("\(name).attn_norm.weight", count: embedding),
        attention: try LatentAttention(loader, name, c.attention, rotary),
        feedForwardNorm: try loader.vector("\(name).ffn_norm.weight", count: embedding),
        feedForward: c.isDense(index)
          ? try SwiGLU(loader, name, embedding: embedding, width: c.feedForward) : try c.experts(loader, name)))
  }
  return try Decoder(
    settings, loader, layers: layers, embedding: c.attention.embedding, normEpsilon: c.attention.normEpsilon,
    rotary: rotary, context: c.rotary.context,
    cacheShape: .init(
      layers: c.layers, heads: 1, keySize: c.attention.key, valueSize: c.attention.latentRank,
      valuesArePartOfKeys: true))
}

/// The sizes and constants of a DeepSeek model.
struct DeepSeekConfiguration: Sendable {
  let layers: Int
  let attention: LatentAttention.Shape
  let rotary: RotarySettings
  let pairs: RotaryPairs
  let feedForward: Int
  /// Layers from the first on that have no experts; after them every `expertInterval`-th has.
  let denseLayers: Int, expertInterval: Int
  let expertCount: Int, expertWidth: Int, expertsShared: Int
  let routing: ExpertRouting

  init(_ settings: Settings) throws(ModelFileError) {
    try settings.requireSiLU()
    layers = try settings.layerCount()
    rotary = try RotarySettings(settings)
    pairs = try settings.flag("", "rope_interleave", or: true) ? .interleaved : .halves
    attention = try LatentAttention.Shape(settings, rotary)
    try rotary.requireDivisors(rotated: attention.rotated)
    feedForward = try settings.size("feed_forward_length", "intermediate_size")
    expertCount = try settings.size("expert_count", "n_routed_experts")
    expertWidth = try settings.size("expert_feed_forward_length", "moe_intermediate_size")
    expertsShared = try settings.count("expert_shared_count", "n_shared_experts", or: settings.isV3 ? 1 : 2)
    denseLayers = try settings.count("leading_dense_block_count", "first_k_dense_replace", or: settings.isV3 ? 3 : 0)
    expertInterval = try settings.size("expert_interval", "moe_layer_freq", or: 1)
    routing = try ExpertRouting(settings, experts: expertCount)
  }

  func isDense(_ layer: Int) -> Bool { layer < denseLayers || layer % expertInterval != 0 }

  func experts(_ loader: WeightLoader, _ name: String) throws(ModelFileError) -> MixtureOfExperts {
    let router = ExpertRouter(
      weight: try loader.table("\(name).ffn_gate_inp.weight", rows: expertCount, columns: attention.embedding),
      bias: try loader.vectorIfPresent("\(name).exp_probs_b.bias", count: expertCount), routing: routing)
    return try MixtureOfExperts(
      loader, name, router, embedding: attention.embedding, width: expertWidth,
      sharedWidth: expertWidth * expertsShared)
  }
}

extension LatentAttention.Shape {
  fileprivate init(_ settings: Settings, _ rotary: RotarySettings) throws(ModelFileError) {
    embedding = try settings.size("embedding_length", "hidden_size")
    heads = try settings.size("attention.head_count", "num_attention_heads")
    let hasRank = settings.has("attention.q_lora_rank", "q_lora_rank")
    queryRank = hasRank ? try settings.size("attention.q_lora_rank", "q_lora_rank") : nil
    latentRank = try settings.size("attention.kv_lora_rank", "kv_lora_rank")
    rotated = try settings.size("rope.dimension_count", "qk_rope_head_dim")
    // GGUF gives a head's whole query: under one key in files made since the cache holds latents, another before.
    switch settings.source {
    case .gguf:
      let query = try settings.size(
        settings.has("attention.key_length_mla", nil) ? "attention.key_length_mla" : "attention.key_length", nil)
      guard query > rotated else { throw .unsupported("queries of \(query) elements of which \(rotated) are rotated") }
      plain = query - rotated
      value = try settings.size(
        settings.has("attention.value_length_mla", nil) ? "attention.value_length_mla" : "attention.value_length", nil)
    case .safetensors:
      plain = try settings.size("", "qk_nope_head_dim")
      value = try settings.size("", "v_head_dim")
    }
    normEpsilon = Float(try settings.number("attention.layer_norm_rms_epsilon", "rms_norm_eps"))
    scoreScale = rotary.scoreFactor / Float(plain + rotated).squareRoot()
    guard rotated % 2 == 0 else { throw .unsupported("\(rotated) rotated elements: not an even number") }
  }
}
