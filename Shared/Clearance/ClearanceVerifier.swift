public import Cryptography

/// A worker's gatekeeper: checks that a call is the one that was cleared, and lets each clearance through once.
///
/// A value without clock or lock: the time is an argument, and whoever shares it between threads guards it. A restarted
/// worker has forgotten its nonces; the short lifetime bounds what could be replayed to it.
public struct ClearanceVerifier: Sendable {
  private let trusted: [VerificationKey]
  private let noncesMax: Int
  /// Seconds of its expiry by nonce, for all that were accepted and have not expired.
  private var accepted: [ClearanceNonce: UInt64] = [:]
  /// Nothing in `accepted` expires before this second.
  private var nextExpiry = UInt64.max

  /// `trusted` are the keys of the gateways this worker obeys.
  public init(trusted: [VerificationKey], noncesMax: Int = ClearanceLimits.noncesMax) {
    self.trusted = trusted
    self.noncesMax = noncesMax
  }

  /// Checks everything, and only then remembers the nonce.
  ///
  /// - Parameters:
  ///   - promptIDBytes: the token ids of the call, each as a little-endian Int32.
  ///   - maxTokens: what the call asks for; the statement may allow more.
  ///   - now: POSIX seconds.
  /// - Throws: ``ClearanceError``, a distinct one for each mismatch.
  public mutating func verify(
    _ clearance: Clearance, promptIDBytes: [UInt8], model: String, maxTokens: UInt32, now: UInt64
  ) throws(ClearanceError) -> ClearanceStatement {
    // The signature first: nothing in unsigned bytes is worth reading.
    guard trusted.contains(where: { $0.isValid(signature: clearance.signature, of: clearance.statement) }) else {
      throw .notSigned
    }
    let statement = try ClearanceStatement(bytes: clearance.statement)
    guard now < statement.expires else { throw .expired }
    guard statement.expires - now <= ClearanceLimits.lifetimeSecondsMax else { throw .lifetimeTooLong }
    guard statement.model == model else { throw .otherModel }
    guard maxTokens <= statement.maxTokens else { throw .tooManyTokens }
    guard statement.promptDigest == Digest(of: promptIDBytes) else { throw .otherPrompt }
    try remember(statement.nonce, until: statement.expires, now: now)
    return statement
  }

  private mutating func remember(_ nonce: ClearanceNonce, until expires: UInt64, now: UInt64) throws(ClearanceError) {
    if now >= nextExpiry { forgetExpired(now: now) }
    guard accepted[nonce] == nil else { throw .replayed }
    guard accepted.count < noncesMax else { throw .tooManyCalls }
    accepted[nonce] = expires
    nextExpiry = min(nextExpiry, expires)
  }

  private mutating func forgetExpired(now: UInt64) {
    accepted = accepted.filter { $0.value > now }
    // Not before the next second, so that a busy worker does not sweep at every call.
    nextExpiry = accepted.values.min() ?? .max
  }
}
