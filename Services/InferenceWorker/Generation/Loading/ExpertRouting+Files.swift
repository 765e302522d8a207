internal import ModelFiles

extension ExpertRouting {
  init(_ settings: Settings, experts: Int) throws(ModelFileError) {
    used = try settings.size("expert_used_count", "num_experts_per_tok")
    gating = try settings.gating()
    (groups, groupsUsed) = try settings.expertGroups()
    isNormalized = try settings.normalizesExperts(gating)
    scale = Float(
      try settings.number("expert_weights_scale", "routed_scaling_factor", or: settings.isV3 ? 2.5 : 1))
    guard used <= experts, experts % groups == 0, groupsUsed <= groups, used <= experts / groups * groupsUsed else {
      throw .unsupported("\(used) of \(experts) experts in \(groupsUsed) of \(groups) groups: not to be chosen")
    }
  }
}

extension Settings {
  /// DeepSeek-V3 and R1 under Hugging Face's name, whose settings have other defaults.
  var isV3: Bool { architecture == "deepseek_v3" }

  /// A size that may be zero; `other` where the file does not give it.
  func count(_ gguf: String, _ huggingFace: String, or other: Int) throws(ModelFileError) -> Int {
    let isZero =
      switch source {
      case .gguf(let file): file.metadata["\(architecture).\(gguf)"]?.int == 0
      case .safetensors(let folder): try folder.configuration.int(huggingFace, or: other) == 0
      }
    if case .gguf = source { return isZero || !has(gguf, huggingFace) ? 0 : try size(gguf, huggingFace) }
    return isZero ? 0 : try size(gguf, huggingFace, or: other)
  }

  fileprivate func gating() throws(ModelFileError) -> ExpertRouter.Gating {
    switch source {
    case .gguf(let file):
      // Before the key there were DeepSeek-V2's files only; a bias of the choice came with sigmoids.
      let hasBias = file.tensors.keys.contains { $0.hasSuffix("exp_probs_b.bias") }
      switch try size("expert_gating_func", nil, or: hasBias ? 2 : 1) {
      case 1: return .softmax
      case 2: return .sigmoid
      case let other:
        throw .unsupported("metadata key \"\(architecture).expert_gating_func\" is \(other): 1 and 2 can be run")
      }
    case .safetensors(let folder):
      // A config.json that transformers wrote lacks the key: the architecture says it.
      let own = isV3 ? "sigmoid" : "softmax"
      let name = try folder.configuration.string("scoring_func", or: own)
      guard name == own else {
        throw .unsupported("config.json: \"scoring_func\" is \"\(name.prefix(60))\": \(own) can be run")
      }
      return isV3 ? .sigmoid : .softmax
    }
  }

  /// One group where the choice is not limited to groups.
  fileprivate func expertGroups() throws(ModelFileError) -> (all: Int, used: Int) {
    if case .safetensors(let folder) = source, !isV3 {
      switch try folder.configuration.string("topk_method", or: "greedy") {
      case "greedy": return (1, 1)
      case "group_limited_greedy": break
      case let other:
        throw .unsupported(
          "config.json: \"topk_method\" is \"\(other.prefix(60))\": greedy and group_limited_greedy can be run")
      }
    }
    let all = try size("expert_group_count", "n_group", or: isV3 ? 8 : 1)
    return (all, try size("expert_group_used_count", "topk_group", or: isV3 ? 4 : all))
  }

  /// transformers leaves the weights of a V2 model as they are whatever `norm_topk_prob` says, and no published model
  /// of that architecture sets it.
  fileprivate func normalizesExperts(_ gating: ExpertRouter.Gating) throws(ModelFileError) -> Bool {
    if case .safetensors = source, !isV3 { return false }
    return try flag("expert_weights_norm", "norm_topk_prob", or: gating == .sigmoid)
  }
}
