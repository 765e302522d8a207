internal import Foundation

/// Which records to show; every condition given must hold.
public struct AuditQuery: Sendable, Equatable {
  /// Wall clock, milliseconds since 1970.
  public var since: Int64?
  public var until: Int64?
  public var tenant: String?
  public var requestID: String?
  public var kind: AuditRecord.Kind?
  public var isPermitted: Bool?
  /// A kind of identifier of which at least one was found.
  public var entityKind: String?
  /// A document of which a passage was used.
  public var document: String?

  public init() {}

  public func matches(_ record: AuditRecord) -> Bool {
    isIn(record.wallClockMs) && equals(tenant, record.tenant) && equals(requestID, record.requestID)
      && equals(kind, record.kind) && equals(isPermitted, record.decision?.isPermitted)
      && (entityKind.map { record.entityCounts[$0, default: 0] > 0 } ?? true)
      && (document.map { wanted in record.passages.contains { $0.document == wanted } } ?? true)
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
      let record = try AuditRecord(canonicalBytes: bytes)
      return query.matches(record) ? try body(index, record, bytes) : true
    }
  }
}
