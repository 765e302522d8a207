public import Audit
@_spi(Identified) public import Deidentification

/// Puts identifiers back into the text of an old request, for a caller whom the policy lets do so. Each time is on the
/// record before the vault is read.
public struct AuthorizedReidentification: Sendable {
  public static let route = "/v1/reidentify"

  private let authenticator: Authenticator
  private let gate: PolicyGate
  private let log: any AuditRecorder
  private let surrogates: SurrogateKeeper
  private let clock: RecordClock

  public init(
    authenticator: Authenticator, gate: PolicyGate, log: any AuditRecorder, surrogates: SurrogateKeeper,
    clock: RecordClock
  ) {
    self.authenticator = authenticator
    self.gate = gate
    self.log = log
    self.surrogates = surrogates
    self.clock = clock
  }

  /// The text with the identifiers of the caller's own tenant's request.
  ///
  /// Throws `.forbidden` with the policy's reason, `.unavailable` without a record, `.invalidRequest` when nothing is
  /// kept for the request or its subject was erased.
  public func reidentify(_ text: String, request: String, credential: Credential) async throws(Refusal)
    -> IdentifiedText
  {
    let principal = try authenticator.principal(credential)
    try gate.authorize(principal, route: Self.route)
    try await record(.init(verb: .reidentify, subject: request), principal)
    guard let map = try await surrogates.map(request: request, tenant: principal.tenant) else {
      throw Refusal(.invalidRequest, at: .reidentify, "nothing is kept for this request, or its subject was erased")
    }
    var restorer = SurrogateRestorer(map: map)
    return IdentifiedText(restorer.push(text) + restorer.finish())
  }

  private func record(_ act: AuditRecord.Act, _ principal: Principal) async throws(Refusal) {
    do { _ = try await log.append(clock.administrator(principal).record(act)) } catch {
      throw Refusal(.unavailable, at: .recordIntent, "the audit log does not accept records; nothing was read")
    }
  }
}

extension RecordClock {
  /// A caller of the gateway, now.
  public func administrator(_ principal: Principal) -> Administrator {
    Administrator(
      tenant: principal.tenant, keyID: principal.keyID, role: principal.role, wallClockMs: wallClockMs(),
      monotonicNs: monotonicNs())
  }
}
