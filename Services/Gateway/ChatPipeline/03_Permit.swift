public import Cryptography
public import Policy

/// Step 3: the policy allows the request, under obligations. Only ``PolicyGate`` makes one.
public struct PermittedRequest: Sendable {
  public let request: ChatRequest
  public let principal: Principal
  public let obligations: Obligations
  public let policyDigest: Digest
  let quota: QuotaHold

  fileprivate init(
    _ authenticated: AuthenticatedRequest, obligations: Obligations, policyDigest: Digest, quota: QuotaHold
  ) {
    self.quota = quota
    request = authenticated.request
    principal = authenticated.principal
    self.obligations = obligations
    self.policyDigest = policyDigest
  }

  /// Tokens that may be generated for each choice.
  public var completionTokensMax: Int {
    min(request.completionTokensMax ?? obligations.completionTokensMax, obligations.completionTokensMax)
  }
}

/// Asks the policy, then the quota.
public struct PolicyGate: Sendable {
  private let policy: Policy
  private let quotas: QuotaKeeper

  public init(policy: Policy, quotas: QuotaKeeper) {
    self.policy = policy
    self.quotas = quotas
  }

  /// Throws `.forbidden` with the policy's reason, `.invalidRequest` over a limit, `.rateLimited` over the quota.
  public func permit(_ authenticated: AuthenticatedRequest) throws(Refusal) -> PermittedRequest {
    let obligations = try decide(authenticated)
    try check(authenticated.request, against: obligations)
    let quota = try quotas.reserve(
      tokensMax(authenticated.request, under: obligations), for: authenticated.principal, under: obligations)
    return PermittedRequest(authenticated, obligations: obligations, policyDigest: policy.digest, quota: quota)
  }

  /// Names the policy in records.
  var policyDigest: Digest { policy.digest }

  /// Whether the policy lets a caller use a route that reaches no model. Throws `.forbidden` with its reason.
  public func authorize(_ principal: Principal, route: String) throws(Refusal) {
    _ = try decide(
      PolicyQuestion(tenant: principal.tenant, role: principal.role, route: route, model: ""))
  }

  private func decide(_ authenticated: AuthenticatedRequest) throws(Refusal) -> Obligations {
    let principal = authenticated.principal
    return try decide(
      PolicyQuestion(
        tenant: principal.tenant, role: principal.role, route: authenticated.request.route,
        model: authenticated.request.model))
  }

  private func decide(_ question: PolicyQuestion) throws(Refusal) -> Obligations {
    switch policy.decide(question) {
    case .permit(let obligations): return obligations
    case .deny(let reason): throw Refusal(.forbidden, at: .permit, reason.message)
    }
  }

  private func tokensMax(_ request: ChatRequest, under obligations: Obligations) -> Int {
    let completion = min(request.completionTokensMax ?? .max, obligations.completionTokensMax)
    return obligations.promptTokensMax + completion * request.choices
  }

  private func check(_ request: ChatRequest, against obligations: Obligations) throws(Refusal) {
    guard !request.messages.isEmpty else {
      throw Refusal(.invalidRequest, at: .permit, "messages is empty; send at least one")
    }
    guard (1...obligations.choicesMax).contains(request.choices) else {
      throw Refusal(.invalidRequest, at: .permit, "n must be from 1 to \(obligations.choicesMax) under this policy")
    }
    guard request.completionTokensMax ?? 1 > 0 else {
      throw Refusal(.invalidRequest, at: .permit, "max_tokens must be at least 1")
    }
  }
}
