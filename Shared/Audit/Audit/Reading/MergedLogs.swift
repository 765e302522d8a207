/// The logs of several gateways as one: each is verified by itself, and their records are read in the order of time.
///
/// Each gateway writes its own log, so that no gateway waits for another; one origin scheme, `<scheme>/<gateway>`, says
/// that they belong together.
public struct MergedLogs: Sendable {
  private let logs: [AuditVerifier]

  /// Throws ``AuditError/inconsistent(_:)`` for two logs of one origin, or one outside of `scheme` where it is given.
  public init(_ logs: [AuditVerifier], scheme: String? = nil) throws(AuditError) {
    var origins: Set<String> = []
    for log in logs {
      let origin = try log.trustedKey().name
      guard origins.insert(origin).inserted else {
        throw .inconsistent("two folders hold a log '\(origin)'; each gateway needs its own gateway.audit_origin")
      }
      guard scheme.map({ origin == $0 || origin.hasPrefix($0 + "/") }) ?? true else {
        throw .inconsistent("the log '\(origin)' is not one of '\(scheme ?? "")'")
      }
    }
    self.logs = logs
  }

  /// Verifies every log; throws the damage of the first that does not verify.
  public func verify() throws(AuditError) -> [VerifiedLog] {
    var verified: [VerifiedLog] = []
    for log in logs { verified.append(try log.verify()) }
    return verified
  }

  /// Calls `body` with the origin, index, record and canonical bytes of each matching record until it returns false.
  ///
  /// In the order of the records' wall clocks; within one log always in its own order, whatever its clock did.
  public func query(
    _ query: AuditQuery, _ body: (String, UInt64, AuditRecord, [UInt8]) throws(AuditError) -> Bool
  ) throws(AuditError) {
    var heads: [Head] = []
    for log in logs { heads.append(try Head(log, query)) }
    while let next = heads.indices.filter({ heads[$0].current != nil }).min(by: { heads[$0] < heads[$1] }),
      let (index, record, bytes) = heads[next].current
    {
      guard try body(heads[next].origin, index, record, bytes) else { return }
      try heads[next].advance()
    }
  }

  /// One log's next matching record.
  private struct Head: Comparable {
    let origin: String
    let query: AuditQuery
    var cursor: RecordCursor
    var current: (index: UInt64, record: AuditRecord, bytes: [UInt8])?
    /// The latest time so far: a record made while the clock stood back does not overtake the one before it.
    var time = Int64.min

    init(_ log: AuditVerifier, _ query: AuditQuery) throws(AuditError) {
      let reader = try log.snapshot()
      origin = reader.key.name
      self.query = query
      cursor = RecordCursor(reader)
      try advance()
    }

    mutating func advance() throws(AuditError) {
      current = nil
      while let (index, bytes) = try cursor.next() {
        guard let record = try query.record(bytes) else { continue }
        time = max(time, record.wallClockMs)
        current = (index, record, bytes)
        return
      }
    }

    static func < (left: Head, right: Head) -> Bool { (left.time, left.origin) < (right.time, right.origin) }
    static func == (left: Head, right: Head) -> Bool { (left.time, left.origin) == (right.time, right.origin) }
  }
}
