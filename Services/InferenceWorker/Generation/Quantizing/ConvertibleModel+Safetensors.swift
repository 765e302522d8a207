internal import Foundation
internal import ModelFiles
internal import NumericKernels

/// A folder under GGUF's names.
extension ConvertibleModel {
  init(_ folder: SafetensorsFolder) throws(ModelFileError) {
    let source = ModelSource.safetensors(folder), settings = try Settings(source)
    let loader = WeightLoader(source: source, precision: .f32, names: TensorNames.decoder)
    var metadata: [(String, GGUFValue)] = [], tensors: [Tensor] = []
    switch settings.architecture {
    case "llama", "qwen2", "qwen3":
      let c = try LlamaConfiguration(settings)
      metadata = try c.metadata(settings.architecture)
      let isLlama = settings.architecture == "llama"
      tensors = try Self.tensors(folder, loader, layers: c.layers, paired: isLlama ? c.shape : nil)
      if let divisors = c.rotary.llama3Divisors(rotated: c.rotated) {
        tensors.append(
          Tensor(
            "rope_freqs.weight", shape: [divisors.count],
            [Matrix(rows: 1, columns: divisors.count, Weights(divisors))]))
      }
      try Self.refuseWindow(folder)
    case "deepseek_v2", "deepseek_v3":
      let c = try DeepSeekConfiguration(settings)
      metadata = try c.metadata()
      tensors = try Self.tensors(folder, loader, layers: c.layers, experts: c.expertCount)
    case let other:
      throw .unsupported(
        "architecture \"\(other.prefix(60))\": llama, qwen2, qwen3 and deepseek can be written as GGUF")
    }
    if try settings.isTied() { tensors.removeAll { $0.name == "output.weight" } }
    self.metadata = metadata + Self.tokenizer(of: folder, endIDs: try settings.endIDs())
    self.tensors = tensors
  }

  private static func refuseWindow(_ folder: SafetensorsFolder) throws(ModelFileError) {
    if try folder.configuration.bool("use_sliding_window", or: false) {
      throw .unsupported("config.json: GGUF holds no \"use_sliding_window\"; the folder can be run as it is")
    }
  }

  /// The tokenizer's own files, which the GGUF specification lets stand whole.
  private static func tokenizer(of folder: SafetensorsFolder, endIDs: Set<Int32>) -> [(String, GGUFValue)] {
    let keys = ["eos_token_id", "eot_token_id", "eom_token_id"]
    var metadata = zip(keys, endIDs.sorted()).map { ("tokenizer.ggml.\($0)", GGUFValue.integer(Int64($1))) }
    for (key, name) in [("json", "tokenizer.json"), ("config", "tokenizer_config.json")] {
      guard let data = FileManager.default.contents(atPath: folder.url.appending(path: name).path) else { continue }
      metadata.append(("tokenizer.huggingface.\(key)", .string(String(decoding: data, as: UTF8.self))))
    }
    return metadata
  }

  /// All tensors of the model proper: layers beyond its own, which some files have for training, are left out.
  private static func tensors(
    _ folder: SafetensorsFolder, _ loader: WeightLoader, layers: Int, experts: Int = 0,
    paired: GroupedQueryAttention.Shape? = nil
  ) throws(ModelFileError) -> [Tensor] {
    let names = TensorNames.decoderNames(layers: layers)
    var tensors: [Tensor] = []
    for name in names where loader.has(name) {
      let stored = try loader.tensor(name)
      let matrix = try loader.table(name, rows: stored.rows, columns: stored.columns, shape: stored.shape)
      tensors.append(Tensor(name, shape: stored.shape, [paired.map { matrix.paired(name, $0) } ?? matrix]))
    }
    guard experts > 0 else { return tensors }
    for name in TensorNames.expertNames(layers: layers) {
      guard let first = TensorNames.expert(name, 0), let stored = folder.tensors[first] else { continue }
      let matrices = try loader.experts(name, count: experts, rows: stored.rows, columns: stored.columns)
      tensors.append(Tensor(name, shape: stored.shape + [experts], matrices))
    }
    return tensors
  }
}

extension Matrix {
  /// Rows of Llama's queries and keys as GGUF has them: the two of a rotated pair are neighbours.
  fileprivate func paired(_ name: String, _ s: GroupedQueryAttention.Shape) -> Matrix {
    let isQueryOrKey = [".attn_q.", ".attn_k."].contains(where: name.contains)
    guard isQueryOrKey else { return self }
    let values = floats(), width = name.hasSuffix(".bias") ? 1 : columns, half = s.headSize / 2
    let rows = values.count / width
    var out: [Float] = []
    out.reserveCapacity(values.count)
    for row in 0..<rows {
      let (head, place) = row.quotientAndRemainder(dividingBy: s.headSize)
      let from = head * s.headSize + place / 2 + place % 2 * half
      out += values[from * width..<(from + 1) * width]
    }
    return Matrix(rows: self.rows, columns: columns, Weights(out))
  }
}

extension LlamaConfiguration {
  fileprivate func metadata(_ architecture: String) throws(ModelFileError) -> [(String, GGUFValue)] {
    let sizes = [
      ("block_count", layers), ("context_length", rotary.context), ("embedding_length", shape.embedding),
      ("feed_forward_length", feedForward), ("attention.head_count", shape.heads),
      ("attention.head_count_kv", shape.keyValueHeads), ("attention.key_length", shape.headSize),
      ("attention.value_length", shape.headSize), ("rope.dimension_count", rotated),
    ]
    return [("general.architecture", .string(architecture))]
      + sizes.map { ("\(architecture).\($0)", .integer(Int64($1))) }
      + [("\(architecture).attention.layer_norm_rms_epsilon", .float(Double(shape.normEpsilon)))]
      + (try rotary.metadata(architecture))
  }
}

extension DeepSeekConfiguration {
  fileprivate func metadata() throws(ModelFileError) -> [(String, GGUFValue)] {
    guard pairs == .interleaved else {
      throw .unsupported("config.json: GGUF holds no \"rope_interleave\" of false; the folder can be run as it is")
    }
    let a = attention
    var sizes = [
      ("block_count", layers), ("context_length", rotary.context), ("embedding_length", a.embedding),
      ("feed_forward_length", feedForward), ("attention.head_count", a.heads), ("attention.head_count_kv", a.heads),
      ("attention.kv_lora_rank", a.latentRank), ("attention.key_length", a.query), ("attention.value_length", a.value),
      ("rope.dimension_count", a.rotated), ("expert_count", expertCount), ("expert_used_count", routing.used),
      ("expert_feed_forward_length", expertWidth), ("expert_shared_count", expertsShared),
      ("leading_dense_block_count", denseLayers), ("expert_interval", expertInterval),
      ("expert_group_count", routing.groups),
      ("expert_group_used_count", routing.groupsUsed), ("expert_gating_func", routing.gating == .sigmoid ? 2 : 1),
    ]
    if let rank = a.queryRank { sizes.append(("attention.q_lora_rank", rank)) }
    return [("general.architecture", .string("deepseek2"))]
      + sizes.map { ("deepseek2.\($0)", .integer(Int64($1))) }
      + [
        ("deepseek2.attention.layer_norm_rms_epsilon", .float(Double(a.normEpsilon))),
        ("deepseek2.expert_weights_norm", .bool(routing.isNormalized)),
        ("deepseek2.expert_weights_scale", .float(Double(routing.scale))),
      ] + (try rotary.metadata("deepseek2"))
  }
}

extension RotarySettings {
  /// Llama 3's scaling as GGUF has it: what each pair's frequency is divided by.
  fileprivate func llama3Divisors(rotated: Int) -> [Float]? {
    guard case .llama3 = scaling else { return nil }
    let plain = RotaryScaling.none.frequencies(base: base, rotated: rotated, length: 0)
    return zip(plain, scaling.frequencies(base: base, rotated: rotated, length: 0)).map { $0 / $1 }
  }

  fileprivate func metadata(_ architecture: String) throws(ModelFileError) -> [(String, GGUFValue)] {
    func key(_ name: String) -> String { "\(architecture).rope.\(name)" }
    let base = [(key("freq_base"), GGUFValue.float(base))]
    if case .yarn = scaling {
    } else if scoreFactor != 1 {
      throw .unsupported("config.json: GGUF holds \"mscale_all_dim\" beside \"yarn\" only")
    }
    switch scaling {
    case .none, .llama3: return base
    case .linear(let factor):
      return base + [(key("scaling.type"), .string("linear")), (key("scaling.factor"), .float(factor))]
    case .yarn(let yarn):
      guard yarn.isTruncated, scoreWeight == 0 || yarn.attentionFactor == 1 else {
        throw .unsupported("rotary scaling \"yarn\" with settings that GGUF does not hold")
      }
      let usual = RotaryScaling.Yarn.scale(yarn.factor)
      return base
        + [
          (key("scaling.type"), .string("yarn")), (key("scaling.factor"), .float(yarn.factor)),
          (key("scaling.original_context_length"), .integer(Int64(yarn.context))),
          (key("scaling.yarn_beta_fast"), .float(yarn.betaFast)),
          (key("scaling.yarn_beta_slow"), .float(yarn.betaSlow)),
        ]
        + (scoreWeight > 0
          ? [(key("scaling.yarn_log_multiplier"), .float(0.1 * scoreWeight))]
          : [(key("scaling.attn_factor"), .float(yarn.attentionFactor / usual))])
    case .dynamic, .longRoPE:
      throw .unsupported("rotary scaling \"dynamic\" or \"longrope\", which GGUF does not hold as it is")
    }
  }
}
