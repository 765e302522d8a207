internal import Foundation
internal import ModelFiles

extension RotarySettings {
  init(_ settings: Settings) throws(ModelFileError) {
    let context = try settings.size("context_length", "max_position_embeddings")
    switch settings.source {
    case .gguf: try self.init(gguf: settings, context: context)
    case .safetensors(let folder): try self.init(folder.configuration, context: context)
    }
  }

  /// Of the scalings Llama 3's comes as the tensor `rope_freqs.weight`, the others by name.
  private init(gguf settings: Settings, context: Int) throws(ModelFileError) {
    guard case .gguf(let file) = settings.source else { preconditionFailure("a GGUF file") }
    let base = try settings.number("rope.freq_base", nil, or: 10_000)
    // The second name is the one that old files have.
    let factor = try settings.number("rope.scaling.factor", nil, or: settings.number("rope.scale_linear", nil, or: 1))
    try settings.refuseOtherScalings(file)
    var scoreWeight = 0.0
    let scaling: RotaryScaling
    // llama.cpp takes a factor without a type for a linear one.
    switch file.metadata["\(settings.architecture).rope.scaling.type"]?.string ?? "linear" {
    case "none": scaling = .none
    case "linear": scaling = factor == 1 ? .none : .linear(factor: factor)
    case "yarn":
      // DeepSeek's converters store 0.1 times the weight of the temperature in the scores. llama.cpp then takes the
      // temperature out of the sines, which transformers does by the ratio of two equal weights.
      if settings.has("rope.scaling.yarn_log_multiplier", nil) {
        scoreWeight = try settings.number("rope.scaling.yarn_log_multiplier", nil) * 10
      }
      let attentionFactor = try settings.number("rope.scaling.attn_factor", nil, or: 1)
      scaling = .yarn(
        .init(
          factor: factor, context: try settings.size("rope.scaling.original_context_length", nil, or: context),
          betaFast: try settings.number("rope.scaling.yarn_beta_fast", nil, or: 32),
          betaSlow: try settings.number("rope.scaling.yarn_beta_slow", nil, or: 1),
          attentionFactor: attentionFactor * (scoreWeight > 0 ? 1 : RotaryScaling.Yarn.scale(factor)),
          isTruncated: true))
    case let other: throw .unsupported("rotary scaling \"\(other.prefix(60))\": none, linear and yarn can be run")
    }
    self.init(base: base, scaling: scaling, factor: factor, scoreWeight: scoreWeight, context: context)
  }

  /// transformers 5 keeps everything in `rope_parameters`; before, the base stood alone and the rest in `rope_scaling`.
  private init(_ configuration: ModelSettings, context: Int) throws(ModelFileError) {
    let nested = try configuration.nested(configuration.has("rope_parameters") ? "rope_parameters" : "rope_scaling")
    let baseOutside = try configuration.float("rope_theta", or: 10_000)
    let base = try Self.positive(try nested?.float("rope_theta", or: baseOutside) ?? baseOutside, "rope_theta")
    let kind = try nested.map(Self.kind) ?? "default"
    guard let nested, kind != "default" else {
      self.init(base: base, scaling: .none, factor: 1, scoreWeight: 0, context: context)
      return
    }
    try Self.requireWholeHeads(configuration, nested, kind)
    // Where both places have it, transformers takes the outer one.
    let original = try configuration.int(
      "original_max_position_embeddings", or: nested.int("original_max_position_embeddings", or: context))
    guard original > 0 else { throw .missing("\"original_max_position_embeddings\" is not positive") }
    let factor = try Self.positive(
      nested.float("factor", or: Double(context) / Double(original)), "the rotary scaling's factor")
    let scaling = try Self.scaling(kind, factor, original: original, context: context, nested)
    // These two count the context before scaling; the others' settings already give the longer one.
    let grows = kind == "linear" || kind == "dynamic"
    self.init(
      base: base, scaling: scaling, factor: factor, scoreWeight: try nested.float("mscale_all_dim", or: 0),
      context: grows ? Int(Double(context) * max(1, min(factor, 1000))) : context)
  }

  private static func kind(_ nested: ModelSettings) throws(ModelFileError) -> String {
    try nested.string("rope_type", or: nested.string("type", or: "default"))
  }

  /// These architectures rotate whole heads: transformers passes over the setting, or fails where positions are scaled.
  private static func requireWholeHeads(
    _ configuration: ModelSettings, _ nested: ModelSettings, _ kind: String
  ) throws(ModelFileError) {
    let share = try nested.float("partial_rotary_factor", or: configuration.float("partial_rotary_factor", or: 1))
    guard share == 1 else {
      throw .unsupported("config.json: \"partial_rotary_factor\" is \(share) beside rotary scaling \"\(kind)\"")
    }
  }

  private static func scaling(
    _ kind: String, _ factor: Double, original: Int, context: Int, _ nested: ModelSettings
  ) throws(ModelFileError) -> RotaryScaling {
    switch kind {
    case "linear": return .linear(factor: factor)
    case "dynamic": return .dynamic(factor: factor, context: context)
    case "llama3":
      let low = try nested.float("low_freq_factor"), high = try nested.float("high_freq_factor")
      guard high > low else { throw .missing("\"high_freq_factor\" is not above \"low_freq_factor\"") }
      return .llama3(factor: factor, low: low, high: high, context: original)
    case "yarn":
      return .yarn(
        .init(
          factor: factor, context: original, betaFast: try nested.float("beta_fast", or: 32),
          betaSlow: try nested.float("beta_slow", or: 1), attentionFactor: try attentionFactor(factor, nested),
          isTruncated: try nested.bool("truncate", or: true)))
    case "longrope":
      // log(original) is 0 for a context of one position, which no text fits anyway.
      let usual = factor <= 1 ? 1 : (1 + log(factor) / log(Double(max(2, original)))).squareRoot()
      return .longRoPE(
        short: try divisors("short_factor", nested), long: try divisors("long_factor", nested), context: original,
        attentionFactor: try nested.float("attention_factor", or: usual))
    default:
      throw .unsupported(
        "rotary scaling \"\(kind.prefix(60))\": default, linear, dynamic, llama3, longrope and yarn can be run")
    }
  }

  private static func divisors(_ key: String, _ nested: ModelSettings) throws(ModelFileError) -> [Double] {
    let divisors = try nested.floats(key)
    guard !divisors.isEmpty, divisors.allSatisfy({ $0 > 0 && $0.isFinite }) else {
      throw .missing("rotary embedding: \"\(key)\" is no list of positive numbers")
    }
    return divisors
  }

  private static func attentionFactor(_ factor: Double, _ nested: ModelSettings) throws(ModelFileError) -> Double {
    if nested.has("attention_factor") { return try nested.float("attention_factor") }
    let (m, all) = (try nested.float("mscale", or: 0), try nested.float("mscale_all_dim", or: 0))
    guard m != 0, all != 0 else { return RotaryScaling.Yarn.scale(factor) }
    return RotaryScaling.Yarn.scale(factor, m) / RotaryScaling.Yarn.scale(factor, all)
  }

  private static func positive(_ value: Double, _ name: String) throws(ModelFileError) -> Double {
    guard value.isFinite, value > 0 else { throw .missing("rotary embedding: \(name) is not a positive number") }
    return value
  }
}

extension Settings {
  /// Keys of llama.cpp that change positions in ways that are not computed here, with the values that change nothing.
  fileprivate func refuseOtherScalings(_ file: GGUFFile) throws(ModelFileError) {
    let neutral = [
      "rope.scaling.alpha": 0.0, "rope.scaling.yarn_ext_factor": 1, "rope.scaling.yarn_attn_factor": 1,
      "attention.temperature_scale": 0,
    ]
    for (key, value) in neutral.sorted(by: { $0.key < $1.key }) {
      let found = file.metadata["\(architecture).\(key)"]?.float
      guard found == nil || found == value else {
        throw .unsupported("metadata key \"\(architecture).\(key)\" is \(found ?? 0): only \(value) can be run")
      }
    }
  }
}
