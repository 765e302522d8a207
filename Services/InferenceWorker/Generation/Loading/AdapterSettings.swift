internal import ModelFiles

/// What PEFT's adapter_config.json says of the adapter's matrices.
///
/// Source: huggingface/peft, LoraConfig. Everything that would change the result and is not done is refused by name.
struct AdapterSettings {
  private let settings: ModelSettings
  private let targets: Targets

  private enum Targets {
    /// Every linear layer but the head.
    case all
    /// A regular expression for the whole name of a module.
    case pattern(String)
    /// Last parts of names.
    case names([String])
  }

  init(_ settings: ModelSettings) throws(ModelFileError) {
    self.settings = settings
    try Self.refuseUnsupported(settings)
    if settings.isString("target_modules") {
      let text = try settings.string("target_modules")
      targets = text == "all-linear" ? .all : .pattern(text)
    } else {
      targets = .names(try settings.strings("target_modules"))
    }
  }

  /// Whether `target_modules` means the module.
  func targets(_ module: String) throws(ModelFileError) -> Bool {
    switch targets {
    case .all: true
    case .pattern(let pattern): try matches(pattern, module, key: "target_modules")
    case .names(let names): names.contains { module == $0 || module.hasSuffix(".\($0)") }
    }
  }

  /// Names in `target_modules` that none of `modules` ends with.
  func unmet(by modules: some Collection<String>) -> [String] {
    guard case .names(let names) = targets else { return [] }
    return names.filter { name in !modules.contains { $0 == name || $0.hasSuffix(".\(name)") } }
  }

  /// The rank of a module's matrices.
  func rank(of module: String) throws(ModelFileError) -> Int {
    let own = try number("rank_pattern", of: module), rank = if let own { own } else { try settings.float("r") }
    guard let whole = Int(exactly: rank), (1...Self.rankMax).contains(whole) else {
      throw .unsupported("adapter_config.json: rank \(rank) is not from 1 to \(Self.rankMax)")
    }
    return whole
  }

  /// By what B A is multiplied: alpha / rank, or alpha / sqrt(rank) with rank-stabilised scaling (Kalajdzievski 2023).
  func scale(of module: String) throws(ModelFileError) -> Float {
    let own = try number("alpha_pattern", of: module)
    let alpha = if let own { own } else { try settings.float("lora_alpha", or: 8) }
    guard alpha.isFinite else { throw .unsupported("adapter_config.json: \"lora_alpha\" is not a number") }
    let rank = Double(try rank(of: module))
    return Float(alpha / (try settings.bool("use_rslora", or: false) ? rank.squareRoot() : rank))
  }

  /// Beyond this a full matrix is no larger.
  private static let rankMax = 4096

  /// The value of the pattern that fits the module; PEFT takes the first, which a JSON object does not tell.
  private func number(_ key: String, of module: String) throws(ModelFileError) -> Double? {
    guard let patterns = try settings.nested(key) else { return nil }
    var found: Set<Double> = []
    for pattern in patterns.keys where try matches("(.*\\.)?(\(pattern))", module, key: key) {
      found.insert(try patterns.float(pattern))
    }
    guard found.count < 2 else {
      throw .unsupported("adapter_config.json: several patterns of \"\(key)\" fit module \"\(module.prefix(100))\"")
    }
    return found.first
  }

  private func matches(_ pattern: String, _ module: String, key: String) throws(ModelFileError) -> Bool {
    do {
      return try Regex(pattern).wholeMatch(in: module) != nil
    } catch {
      throw .unsupported("adapter_config.json: \"\(key)\" has a pattern that cannot be read")
    }
  }

  private static func refuseUnsupported(_ settings: ModelSettings) throws(ModelFileError) {
    let kind = try settings.string("peft_type", or: "LORA")
    guard kind == "LORA" else { throw .unsupported("adapter of type \"\(kind.prefix(40))\": LORA can be run") }
    for key in ["use_dora", "use_qalora", "lora_bias"] where try settings.bool(key, or: false) {
      throw .unsupported("adapter_config.json: \"\(key)\" is not supported")
    }
    let bias = try settings.string("bias", or: "none")
    guard bias == "none" else { throw .unsupported("adapter_config.json: \"bias\" is \"\(bias)\": none can be run") }
    for key in ["modules_to_save", "target_parameters"] {
      guard try settings.strings(key).isEmpty else {
        throw .unsupported("adapter_config.json: \"\(key)\" is not supported")
      }
    }
    for key in ["layer_replication", "trainable_token_indices", "alora_invocation_tokens"] where settings.has(key) {
      throw .unsupported("adapter_config.json: \"\(key)\" is not supported")
    }
    // These train against a base model with other weights than the published ones.
    guard settings.isString("init_lora_weights") else { return }
    let start = try settings.string("init_lora_weights")
    if ["pissa", "olora", "corda", "loftq"].contains(where: start.lowercased().hasPrefix) {
      throw .unsupported(
        "adapter_config.json: \"init_lora_weights\" is \"\(start.prefix(40))\": save it converted to plain LoRA")
    }
  }
}
