internal import ModelFiles
internal import NumericKernels

/// DeepSeek-V2, V3 and R1: multi-head latent attention, and experts behind the first dense layers.
///
/// Sources: DeepSeek-AI 2024 (DeepSeek-V2; DeepSeek-V3).
func deepSeek(_ settings: Settings, _ loader: WeightLoader) throws(ModelFileError) -> Decoder {
  let c = try DeepSeekConfiguration(settings)
  let rotary = RotaryEmbedding(c.rotary, rotated: c.attention.rotated, pairs: .interleaved)
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
  let feedForward: Int
  /// Layers from the first on that have no experts; after them every `expertInterval`-th has.
  let denseLayers: Int, expertInterval: Int
  let expertCount: Int, expertsUsed: Int, expertWidth: Int, expertsShared: Int
  let groups: Int, groupsUsed: Int
  let gating: ExpertRouter.Gating
  let isNormalized: Bool, expertScale: Float

  init(_ settings: Settings) throws(ModelFileError) {
    try settings.requireSiLU()
    layers = try settings.size("block_count", "num_hidden_layers")
    rotary = try RotarySettings(settings)
    attention = try LatentAttention.Shape(settings, rotary)
    feedForward = try settings.size("feed_forward_length", "intermediate_size")
    expertCount = try settings.size("expert_count", "n_routed_experts")
    expertsUsed = try settings.size("expert_used_count", "num_experts_per_tok")
    expertWidth = try settings.size("expert_feed_forward_length", "moe_intermediate_size")
    expertsShared = try settings.count("expert_shared_count", "n_shared_experts")
    denseLayers = try settings.count("leading_dense_block_count", "first_k_dense_replace")
    expertInterval = try settings.size("expert_interval", "moe_layer_freq", or: 1)
    gating = try settings.gating()
    (groups, groupsUsed) = try settings.expertGroups()
    isNormalized = try settings.flag("expert_weights_norm", "norm_topk_prob", or: gating == .sigmoid)
    expertScale = Float(try settings.number("expert_weights_scale", "routed_scaling_factor", or: 1))
    guard expertsUsed <= expertCount, expertCount % groups == 0, groupsUsed <= groups else {
      throw .unsupported("\(expertsUsed) of \(expertCount) experts in \(groups) groups: not a whole number to choose")
    }
  }

  func isDense(_ layer: Int) -> Bool { layer < denseLayers || layer % expertInterval != 0 }

  func experts(_ loader: WeightLoader, _ name: String) throws(ModelFileError) -> MixtureOfExperts {
    let router = ExpertRouter(
      weight: try loader.table("\(name).ffn_gate_inp.weight", rows: expertCount, columns: attention.embedding),
      gating: gating, bias: try loader.vectorIfPresent("\(name).exp_probs_b.bias", count: expertCount),
      groups: groups, groupsUsed: groupsUsed, used: expertsUsed, isNormalized: isNormalized, scale: expertScale)
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

extension Settings {
  /// A size that may be zero, which it is where the file does not give it.
  fileprivate func count(_ gguf: String, _ huggingFace: String) throws(ModelFileError) -> Int {
    let isZero =
      switch source {
      case .gguf(let file): file.metadata["\(architecture).\(gguf)"]?.int == 0
      case .safetensors(let folder): try folder.configuration.int(huggingFace, or: 0) == 0
      }
    return isZero || !has(gguf, huggingFace) ? 0 : try size(gguf, huggingFace)
  }

  /// GGUF numbers the kinds; a config.json of DeepSeek-V3 without the key means sigmoid.
  fileprivate func gating() throws(ModelFileError) -> ExpertRouter.Gating {
    switch source {
    case .gguf(let file):
      // Before the key there were DeepSeek-V2's files only; a bias of the choice came with sigmoids.
      let hasBias = file.tensors.keys.contains { $0.hasSuffix("exp_probs_b.bias") }
      return try size("expert_gating_func", nil, or: hasBias ? 2 : 1) == 2 ? .sigmoid : .softmax
    case .safetensors(let folder):
      let name = try folder.configuration.string(
        "scoring_func", or: architecture == "deepseek_v3" ? "sigmoid" : "softmax")
      switch name {
      case "sigmoid": return .sigmoid
      case "softmax": return .softmax
      default: throw .unsupported("scoring_func \"\(name.prefix(60))\": sigmoid and softmax can be run")
      }
    }
  }

  /// One group where the choice is not limited to groups.
  fileprivate func expertGroups() throws(ModelFileError) -> (all: Int, used: Int) {
    if case .safetensors(let folder) = source, try folder.configuration.string("topk_method", or: "") == "greedy" {
      return (1, 1)
    }
    let all = try size("expert_group_count", "n_group", or: 1)
    return (all, try size("expert_group_used_count", "topk_group", or: all))
  }
}
