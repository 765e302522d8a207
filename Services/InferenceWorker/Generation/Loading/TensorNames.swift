/// Hugging Face's names of the tensors that the architectures ask for by GGUF's names.
enum TensorNames {
  /// The name in a safetensors folder of a decoder's tensor, or nil where there is no counterpart.
  static func decoder(_ name: String) -> String? {
    if let whole = wholeModel[name] { return whole }
    guard let (layer, part, suffix) = split(name), let module = layerModules[part] else { return nil }
    return "model.layers.\(layer).\(module)\(suffix)"
  }

  /// One expert's tensor, which GGUF keeps stacked with the others'.
  static func expert(_ name: String, _ expert: Int) -> String? {
    guard let (layer, part, suffix) = split(name), let module = expertModules[part] else { return nil }
    return "model.layers.\(layer).mlp.experts.\(expert).\(module)\(suffix)"
  }

  /// The name of a BERT encoder's tensor.
  static func encoder(_ name: String) -> String? {
    guard let (layer, part, suffix) = split(name) else {
      let (stem, suffix) = stemAndSuffix(name)
      return embeddingModules[stem].map { "embeddings.\($0)\(suffix)" }
    }
    return encoderModules[part].map { "encoder.layer.\(layer).\($0)\(suffix)" }
  }

  /// GGUF's names of everything that a decoder of `layers` layers may have, experts aside.
  static func decoderNames(layers: Int) -> [String] {
    let parts = layerModules.keys.sorted().flatMap { part in
      part == "exp_probs_b" ? ["\(part).bias"] : ["\(part).weight", "\(part).bias"]
    }
    return wholeModel.keys.sorted() + (0..<layers).flatMap { layer in parts.map { "blk.\(layer).\($0)" } }
  }

  /// GGUF's names of the stacked experts.
  static func expertNames(layers: Int) -> [String] {
    let parts = expertModules.keys.sorted()
    return (0..<layers).flatMap { layer in parts.map { "blk.\(layer).\($0).weight" } }
  }

  private static let wholeModel = [
    "token_embd.weight": "model.embed_tokens.weight", "output_norm.weight": "model.norm.weight",
    "output.weight": "lm_head.weight",
  ]

  private static let layerModules = [
    "attn_norm": "input_layernorm", "ffn_norm": "post_attention_layernorm",
    "attn_q": "self_attn.q_proj", "attn_k": "self_attn.k_proj", "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj", "attn_q_norm": "self_attn.q_norm", "attn_k_norm": "self_attn.k_norm",
    "ffn_gate": "mlp.gate_proj", "ffn_up": "mlp.up_proj", "ffn_down": "mlp.down_proj",
    "attn_q_a": "self_attn.q_a_proj", "attn_q_a_norm": "self_attn.q_a_layernorm", "attn_q_b": "self_attn.q_b_proj",
    "attn_kv_a_mqa": "self_attn.kv_a_proj_with_mqa", "attn_kv_a_norm": "self_attn.kv_a_layernorm",
    "attn_kv_b": "self_attn.kv_b_proj", "ffn_gate_inp": "mlp.gate",
    "ffn_gate_shexp": "mlp.shared_experts.gate_proj", "ffn_up_shexp": "mlp.shared_experts.up_proj",
    "ffn_down_shexp": "mlp.shared_experts.down_proj",
    // The bias of the experts' choice is no bias of a product: its name has no suffix there.
    "exp_probs_b": "mlp.gate.e_score_correction",
  ]

  private static let expertModules = [
    "ffn_gate_exps": "gate_proj", "ffn_up_exps": "up_proj", "ffn_down_exps": "down_proj",
  ]

  private static let embeddingModules = [
    "token_embd": "word_embeddings", "position_embd": "position_embeddings", "token_types": "token_type_embeddings",
    "token_embd_norm": "LayerNorm",
  ]

  private static let encoderModules = [
    "attn_q": "attention.self.query", "attn_k": "attention.self.key", "attn_v": "attention.self.value",
    "attn_output": "attention.output.dense", "attn_output_norm": "attention.output.LayerNorm",
    "ffn_up": "intermediate.dense", "ffn_down": "output.dense", "layer_output_norm": "output.LayerNorm",
  ]

  /// "blk.3.attn_q.weight" is layer 3, part attn_q, suffix ".weight".
  private static func split(_ name: String) -> (layer: String, part: String, suffix: String)? {
    let parts = name.split(separator: ".").map(String.init)
    guard parts.count == 4, parts[0] == "blk" else { return nil }
    if parts[2] == "exp_probs_b" { return (parts[1], parts[2], "_bias") }
    return (parts[1], parts[2], ".\(parts[3])")
  }

  private static func stemAndSuffix(_ name: String) -> (String, String) {
    let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
    return (parts[0], parts.count > 1 ? ".\(parts[1])" : "")
  }
}
