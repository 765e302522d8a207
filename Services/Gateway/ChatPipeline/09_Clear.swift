internal import Audit
public import Clearance
public import Cryptography
internal import Deidentification

/// Step 9: a call that a worker will obey. Only ``ClearanceIssuer`` makes one, from a recorded prompt, so a worker cannot
/// be called about anything else.
public struct ClearedPrompt: Sendable {
  public let recorded: RecordedPrompt
  public let clearance: Clearance
  public let sampling: SamplingParameters
  /// The clearance's nonce in hexadecimal: names the call in the log.
  public let clearanceID: String
  /// Tells tenants apart without telling who they are: workers share cached prefixes inside one tenant only.
  public let tenantSalt: [UInt8]

  fileprivate init(
    recorded: RecordedPrompt, clearance: Clearance, nonce: ClearanceNonce, sampling: SamplingParameters,
    tenantSalt: [UInt8]
  ) {
    clearanceID = nonce.description
    self.recorded = recorded
    self.clearance = clearance
    self.sampling = sampling
    self.tenantSalt = tenantSalt
  }

  /// The clearance was signed over their bytes, 4 each, little-endian.
  public var promptIDs: [Int32] { recorded.tokenized.ids }
  public var requestID: String { recorded.tokenized.permitted.request.id }
  /// What the clearance is made out to, adapter and all.
  public var model: ModelDescription { recorded.tokenized.model }
  public var completionTokensMax: Int { recorded.tokenized.permitted.completionTokensMax }
  public var choices: Int { recorded.tokenized.permitted.request.choices }
  /// Where a choice is to end.
  public var stop: [String] { recorded.tokenized.prompt.informed.deidentified.stop.map(\.value) }
  /// What the answer must satisfy.
  public var answerSchema: String? { recorded.tokenized.prompt.informed.deidentified.answerSchema?.value }
  public var traceID: String { recorded.tokenized.permitted.request.traceID }
}

/// Signs for one prompt, one model, one policy, one record; for a short time.
public struct ClearanceIssuer: Sendable {
  private let key: SigningKey
  private let tenantKey: SecretKey
  private let now: @Sendable () -> UInt64

  /// `tenantKey` is what tenants' salts are derived from; `now`: seconds since 1970.
  public init(key: SigningKey, tenantKey: SecretKey, now: @escaping @Sendable () -> UInt64) {
    self.key = key
    self.tenantKey = tenantKey
    self.now = now
  }

  /// Throws `.invalidRequest` for a model whose name is too long to be signed.
  public func clear(_ recorded: RecordedPrompt) throws(Refusal) -> ClearedPrompt {
    do { return try sign(recorded) } catch { throw Refusal(.invalidRequest, at: .clear, "\(error)") }
  }

  private func sign(_ recorded: RecordedPrompt) throws(ClearanceError) -> ClearedPrompt {
    let permitted = recorded.tokenized.permitted
    let nonce = ClearanceNonce.random()
    let statement = try ClearanceStatement(
      promptDigest: Digest(of: recorded.promptBytes), policyDigest: permitted.policyDigest,
      auditIndex: recorded.receipt.index, model: recorded.tokenized.model.name,
      maxTokens: UInt32(permitted.completionTokensMax), expires: now() + Self.lifetimeSeconds, nonce: nonce)
    return ClearedPrompt(
      recorded: recorded, clearance: Clearance.sign(statement, key: key), nonce: nonce,
      sampling: permitted.request.sampling, tenantSalt: salt(of: permitted.principal))
  }

  private func salt(of principal: Principal) -> [UInt8] {
    authenticationCode(of: Array("weir tenant salt 1/\(principal.tenant)".utf8), key: tenantKey)
  }

  /// A call may wait this long in a worker's queue before the clearance is stale.
  static let lifetimeSeconds: UInt64 = 300
}
