internal import Deidentification
internal import RegularExpressions

extension PolicyFile {
  mutating func readFilters(_ node: PolicyNode) throws(PolicyError) {
    var ids: Set<String> = []
    for (name, group) in try PolicyObject.pairs(of: node) {
      var rules: [FilterRule] = []
      for item in try group.list() {
        let rule = try Self.filterRule(item)
        guard ids.insert(rule.id).inserted else { throw item.error("has the rule '\(rule.id)' twice; rename one") }
        rules.append(rule)
      }
      filterGroups[name] = rules
      filterRules += rules
    }
  }

  private static func filterRule(_ node: PolicyNode) throws(PolicyError) -> FilterRule {
    let object = try PolicyObject(
      node, keys: ["id", "category", "pattern", "ignore_case", "action", "replacement"])
    let action = try object.required("action").choice(FilterAction.self)
    if let replacement = object["replacement"], action != .redact {
      throw replacement.error("needs 'action: redact'")
    }
    return FilterRule(
      id: try object.required("id").string(), category: try object.required("category").string(),
      pattern: try pattern(try object.required("pattern")),
      ignoreCase: try object.boolean("ignore_case", standard: false), action: action,
      replacement: try object["replacement"]?.string() ?? FilterRule.replacementStandard)
  }

  static func recognizer(_ node: PolicyNode) throws(PolicyError) -> CustomRecognizer {
    let object = try PolicyObject(node, keys: ["name", "kind", "pattern", "score", "context_words"])
    return CustomRecognizer(
      name: try object.required("name").string(), kind: try object.required("kind").choice(EntityKind.self),
      pattern: try pattern(try object.required("pattern")),
      score: Float(try object["score"]?.number(0...1) ?? 0.9),
      contextWords: try object["context_words"]?.strings() ?? [])
  }

  private static func pattern(_ node: PolicyNode) throws(PolicyError) -> String {
    let pattern = try node.string()
    do throws(RegularExpressionError) {
      _ = try RegularExpression(pattern)
    } catch {
      throw node.error("is refused: \(error)")
    }
    return pattern
  }
}
