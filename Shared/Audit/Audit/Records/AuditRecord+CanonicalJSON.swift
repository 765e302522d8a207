internal import Foundation

extension AuditRecord {
  /// The bytes that are hashed and stored: JSON with sorted keys, no white space, no empty members.
  ///
  /// Throws ``AuditError/recordTooLarge(bytes:)`` when it does not fit an entry of the log.
  public func canonicalBytes() throws(AuditError) -> [UInt8] {
    let bytes = CanonicalObject(addMembers).bytes
    guard bytes.count <= EntryBundle.entryBytesMax else { throw .recordTooLarge(bytes: bytes.count) }
    return bytes
  }

  /// Reads a stored record. Throws ``AuditError/malformed(_:reason:)``.
  public init(canonicalBytes bytes: [UInt8]) throws(AuditError) {
    guard let record = try? JSONDecoder().decode(AuditRecord.self, from: Data(bytes)), record.version == 1 else {
      throw .malformed("record", reason: "it is not an audit record of version 1")
    }
    self = record
  }
}

extension AuditRecord: CanonicalJSON {
  func addMembers(to object: inout CanonicalObject) {
    object.add("act", act)
    object.add("answerCommitment", answerCommitment?.value)
    object.add("clearanceID", clearanceID)
    object.add("decision", decision)
    object.add("entityCounts", counts: entityCounts)
    object.add("filterFindings", counts: filterFindings)
    object.add("generation", generation)
    object.add("intentIndex", intentIndex)
    object.add("keyID", keyID)
    object.add("kind", kind.rawValue)
    object.add("latencyMs", counts: latencyMs)
    object.add("monotonicNs", monotonicNs)
    object.add("passages", passages)
    object.add("policyDigest", policyDigest)
    object.add("promptCommitment", promptCommitment?.value)
    object.add("requestID", requestID)
    object.add("role", role)
    object.add("status", status)
    object.add("subject", subject)
    object.add("tenant", tenant)
    object.add("tokens", tokens)
    object.add("traceID", traceID)
    object.add("version", version)
    object.add("wallClockMs", wallClockMs)
  }
}

extension AuditRecord.Decision: CanonicalJSON {
  func addMembers(to object: inout CanonicalObject) {
    object.add("isPermitted", isPermitted)
    object.add("reason", reason)
  }
}

extension AuditRecord.Passage: CanonicalJSON {
  func addMembers(to object: inout CanonicalObject) {
    object.add("document", document)
    object.add("version", version)
  }
}

extension AuditRecord.Generation: CanonicalJSON {
  func addMembers(to object: inout CanonicalObject) {
    object.add("adapter", adapter)
    object.add("model", model)
    object.add("precision", precision)
    object.add("sampling", sampling)
    object.add("upstream", upstream)
    object.add("worker", worker)
  }
}

extension AuditRecord.Sampling: CanonicalJSON {
  func addMembers(to object: inout CanonicalObject) {
    object.add("biasedTokens", biasedTokens)
    object.add("frequencyPenaltyMilli", frequencyPenaltyMilli)
    object.add("maxTokens", maxTokens)
    object.add("minPMilli", minPMilli)
    object.add("presencePenaltyMilli", presencePenaltyMilli)
    object.add("repetitionPenaltyMilli", repetitionPenaltyMilli)
    object.add("seed", seed)
    object.add("stopStrings", stopStrings)
    object.add("temperatureMilli", temperatureMilli)
    object.add("topK", topK)
    object.add("topPMilli", topPMilli)
  }
}

extension AuditRecord.TokenCounts: CanonicalJSON {
  func addMembers(to object: inout CanonicalObject) {
    object.add("completion", completion)
    object.add("prompt", prompt)
  }
}

extension AuditRecord.Act: CanonicalJSON {
  func addMembers(to object: inout CanonicalObject) {
    object.add("end", end)
    object.add("first", first)
    object.add("log", log)
    object.add("subject", subject)
    object.add("verb", verb.rawValue)
  }
}
