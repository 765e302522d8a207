internal import Deidentification

extension PolicyFile {
  /// Routes that never reach a model. Every other one does, unknown ones included.
  static let routesWithoutModel: Set<String> = [
    "/v1/models", "/v1/deidentify", "/v1/reidentify", "/v1/audit/*", "/console*", "weir.v1.Gateway/Deidentify",
  ]

  func rule(_ node: PolicyNode) throws(PolicyError) -> PolicyRule {
    let object = try PolicyObject(
      node, keys: ["name", "subjects", "routes", "models", "decision", "reason", "obligations"])
    let name = try object.required("name").string()
    let subjects = try PolicyObject(try object.required("subjects"), keys: ["tenants", "roles"])
    let routes = try Self.selectors(try object.required("routes"))
    return PolicyRule(
      name: name, tenants: try Self.selectors(try subjects.required("tenants")),
      roles: try Self.selectors(try subjects.required("roles")), routes: routes,
      models: try Self.selectors(try object.required("models")),
      decision: try decision(object, name: name, reachesModel: !routes.allSatisfy(Self.isWithoutModel)))
  }

  private static func isWithoutModel(_ route: Selector) -> Bool { routesWithoutModel.contains(route.text) }

  private static func selectors(_ node: PolicyNode) throws(PolicyError) -> [Selector] {
    let texts = try node.strings()
    if texts.contains(where: { $0.dropLast().contains("*") }) { throw node.error("may have '*' only at the end") }
    return texts.map(Selector.init)
  }

  private func decision(_ object: PolicyObject, name: String, reachesModel: Bool) throws(PolicyError)
    -> PolicyDecision
  {
    switch try object.required("decision").choice(DecisionName.self) {
    case .deny:
      if let obligations = object["obligations"] { throw obligations.error("needs 'decision: permit'") }
      return .deny(DenialReason(rule: name, message: try object.required("reason").string()))
    case .permit:
      if let reason = object["reason"] { throw reason.error("needs 'decision: deny'") }
      guard let obligations = object["obligations"] else {
        guard !reachesModel else { throw object.node.error("'\(name)' reaches a model and needs 'obligations'") }
        return .permit(standardObligations(name))
      }
      return .permit(try self.obligations(obligations, name: name, reachesModel: reachesModel))
    }
  }
}

/// How a policy file names a decision.
enum DecisionName: String, CaseIterable, Sendable {
  case permit, deny
}
