internal import Foundation

/// Which records to show; every condition given must hold.
public struct AuditQuery: Sendable, Equatable {
  /// Wall clock, milliseconds since 1970.
  public var since: Int64?
  public var until: Int64?
  public var tenant: String?
  public var keyID: String?
  public var role: String?
  public var requestID: String?
  public var kind: AuditRecord.Kind?
  public var isPermitted: Bool?
  /// A kind of identifier of which at least one was found.
  public var entityKind: String?
  /// A document of which a passage was used.
  public var document: String?
  /// What an administrator did.
  public var verb: AuditRecord.Verb?

  public init() {}

  public func matches(_ record: AuditRecord) -> Bool {
    isIn(record.wallClockMs) && equals(tenant, record.tenant) && equals(keyID, record.keyID)
      && equals(role, record.role) && equals(requestID, record.requestID)
      && equals(kind, record.kind) && equals(isPermitted, record.decision?.isPermitted)
      && equals(verb, record.act?.verb)
      && (entityKind == nil || record.entityCounts[entityKind ?? "", default: 0] > 0)
      && (document == nil || record.passages.contains { $0.document == document })
  }

  /// The record in canonical `bytes` if it matches. What cannot match by its bytes is not taken apart, which is most of
  /// the work of a search.
  func record(_ bytes: [UInt8]) throws(AuditError) -> AuditRecord? {
    for needle in needles where !holds(bytes, needle) { return nil }
    let record = try AuditRecord(canonicalBytes: bytes)
    return matches(record) ? record : nil
  }

  /// Bytes that a matching record must hold: canonical JSON has one spelling for each value.
  private var needles: [[UInt8]] {
    let texts = [tenant, keyID, role, requestID, document, kind?.rawValue, verb?.rawValue, entityKind]
    return texts.compactMap { text in text.map(CanonicalObject.string) }
  }

  private func isIn(_ time: Int64) -> Bool { since ?? .min <= time && time < until ?? .max }

  private func equals<Value: Equatable>(_ wanted: Value?, _ value: Value?) -> Bool { wanted == nil || wanted == value }
}

extension AuditVerifier {
  /// Calls `body` with each matching record and its canonical bytes, oldest first, until it returns false.
  public func query(
    _ query: AuditQuery, _ body: (UInt64, AuditRecord, [UInt8]) throws(AuditError) -> Bool
  ) throws(AuditError) {
    try forEachRecord { (index, bytes) throws(AuditError) in
      guard let record = try query.record(bytes) else { return true }
      return try body(index, record, bytes)
    }
  }
}
