internal import Deidentification

extension PolicyFile {
  private static let keys = [
    "deidentify", "filters", "retrieve", "passages_max", "prompt_tokens_max", "completion_tokens_max", "choices_max",
    "requests_per_minute", "tokens_per_minute", "system_prompt", "degraded_modes", "keep_surrogates", "personal_times",
  ]

  /// What holds for a permitted question when the policy is silent: everything is de-identified, all rules filter.
  func standardObligations(_ rule: String) -> Obligations {
    var deidentification = DeidentificationOptions()
    deidentification.kinds = Set(EntityKind.allCases)
    deidentification.custom = recognizers
    return Obligations(
      rule: rule, deidentification: deidentification, filter: filterRules, retrieve: false,
      passagesMax: ObligationLimits.passages.standard, promptTokensMax: ObligationLimits.promptTokens.standard,
      completionTokensMax: ObligationLimits.completionTokens.standard, choicesMax: ObligationLimits.choices.standard,
      requestsPerMinute: ObligationLimits.requestsPerMinute.standard,
      tokensPerMinute: ObligationLimits.tokensPerMinute.standard, systemPrompt: nil, degradedModes: [],
      keepsSurrogates: false)
  }

  func obligations(_ node: PolicyNode, name: String, reachesModel: Bool) throws(PolicyError) -> Obligations {
    let object = try PolicyObject(node, keys: Self.keys)
    var result = standardObligations(name)
    result.degradedModes = try Self.degradedModes(object["degraded_modes"])
    try Self.readDeidentification(object["deidentify"], into: &result.deidentification)
    result.deidentification.personalTimes = try object.boolean("personal_times", standard: true)
    if let filters = object["filters"] { result.filter = try filter(filters) }
    result.retrieve = try object.boolean("retrieve", standard: false)
    result.passagesMax = try object.integer("passages_max", ObligationLimits.passages)
    result.promptTokensMax = try object.integer("prompt_tokens_max", ObligationLimits.promptTokens)
    result.completionTokensMax = try object.integer("completion_tokens_max", ObligationLimits.completionTokens)
    result.choicesMax = try object.integer("choices_max", ObligationLimits.choices)
    result.requestsPerMinute = try object.integer("requests_per_minute", ObligationLimits.requestsPerMinute)
    result.tokensPerMinute = try object.integer("tokens_per_minute", ObligationLimits.tokensPerMinute)
    result.keepsSurrogates = try object.boolean("keep_surrogates", standard: false)
    result.systemPrompt = try object["system_prompt"]?.string()
    if reachesModel { try Self.checkSafeguards(result, node) }
    return result
  }

  /// A safeguard may be missing only where the policy says so by name.
  private static func checkSafeguards(_ obligations: Obligations, _ node: PolicyNode) throws(PolicyError) {
    try check(obligations.deidentification.kinds.isEmpty, .withoutDeidentification, "deidentify", obligations, node)
    try check(obligations.filter.isEmpty, .withoutOutputFilter, "filters", obligations, node)
  }

  private static func check(
    _ isMissing: Bool, _ mode: DegradedMode, _ key: String, _ obligations: Obligations, _ node: PolicyNode
  ) throws(PolicyError) {
    guard isMissing != obligations.degradedModes.contains(mode) else { return }
    throw node.error(
      isMissing
        ? "leaves '\(key)' empty for a route that reaches a model; name the degraded mode '\(mode.rawValue)'"
        : "names the degraded mode '\(mode.rawValue)', which needs an empty '\(key)'")
  }

  private static func degradedModes(_ node: PolicyNode?) throws(PolicyError) -> Set<DegradedMode> {
    var modes: Set<DegradedMode> = []
    for item in try node?.list() ?? [] { modes.insert(try item.choice(DegradedMode.self)) }
    return modes
  }

  /// The rules of the named groups, in the order of the file.
  private func filter(_ node: PolicyNode) throws(PolicyError) -> [FilterRule] {
    var named: Set<FilterRule> = []
    for item in try node.list() {
      guard let group = filterGroups[try item.string()] else {
        throw item.error("names no group of 'filters'; there are \(filterGroups.keys.sorted().joined(separator: ", "))")
      }
      named.formUnion(group)
    }
    return filterRules.filter(named.contains)
  }
}
