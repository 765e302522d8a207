internal import Deidentification
internal import Policy

/// One rule of a policy in a few lines.
struct PolicySummary {
  let text: String

  init(_ rule: PolicyRule) {
    let lines =
      switch rule.decision {
      case .deny(let reason): ["deny: \(reason.message)"]
      case .permit(let obligations): ["permit"] + Self.lines(obligations)
      }
    text = "\n\(rule.name)\n  for \(rule.subject)\n" + lines.map { "  " + $0 }.joined(separator: "\n")
  }

  private static func lines(_ obligations: Obligations) -> [String] {
    let kinds = obligations.deidentification.kinds.map(\.rawValue).sorted().joined(separator: " ")
    let degraded = obligations.degradedModes.map(\.rawValue).sorted().joined(separator: " ")
    return [
      "de-identify: \(kinds.isEmpty ? "nothing" : kinds)",
      "filter: \(obligations.filter.map(\.id).joined(separator: " "))",
      "retrieve: \(obligations.retrieve ? "up to \(obligations.passagesMax) passages" : "nothing")",
      "tokens: prompt \(obligations.promptTokensMax), completion \(obligations.completionTokensMax), "
        + "\(obligations.tokensPerMinute) a minute",
      "requests: \(obligations.requestsPerMinute) a minute, n up to \(obligations.choicesMax)",
      "surrogates: \(obligations.keepsSurrogates ? "kept for re-identification" : "forgotten with the answer")",
      "degraded modes: \(degraded.isEmpty ? "none" : degraded)",
    ]
  }
}
