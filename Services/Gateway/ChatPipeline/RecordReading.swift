internal import Audit

/// Reads records, and never text, for a caller whom the policy lets do so: the role auditor, of its own tenant. Each
/// reading is itself a record, made before anything is read.
public struct RecordReading: Sendable {
  private let authenticator: Authenticator
  private let gate: PolicyGate
  private let log: any AuditRecorder
  private let clock: RecordClock

  public init(authenticator: Authenticator, gate: PolicyGate, log: any AuditRecorder, clock: RecordClock) {
    self.authenticator = authenticator
    self.gate = gate
    self.log = log
    self.clock = clock
  }

  /// Whose records may be read. `what` says what is read, without a value of the query.
  ///
  /// Throws `.forbidden` with the policy's reason, and `.unavailable` when the reading cannot be recorded.
  public func authorize(_ credential: Credential, route: String, what: String) async throws(Refusal) -> Principal {
    let principal = try authenticator.principal(credential)
    try gate.authorize(principal, route: route)
    do {
      _ = try await log.append(clock.administrator(principal).record(.init(verb: .readRecords, subject: what)))
    } catch {
      throw Refusal(.unavailable, at: .recordIntent, "the audit log does not accept records; nothing was read")
    }
    return principal
  }
}
