import Audit
import Foundation
import Hummingbird

/// The conditions of `/v1/audit/records`, out of its query string.
struct RecordSearch: Sendable {
  private var query = AuditQuery()
  private var after: UInt64?
  private var limit = AuditRoutes.recordsMax

  private static let names = [
    "since", "until", "kind", "decision", "entity", "document", "request", "key", "role", "act", "after", "limit",
  ]

  /// Throws ``BodyError`` for an unknown name or a value that does not fit.
  init(_ parameters: Parameters) throws(BodyError) {
    for (name, value) in parameters { try read(String(name), String(value)) }
  }

  private mutating func read(_ name: String, _ value: String) throws(BodyError) {
    switch name {
    case "since": query.since = try Self.time(name, value)
    case "until": query.until = try Self.time(name, value)
    case "kind": query.kind = try Self.one(name, AuditRecord.Kind(rawValue: value), of: AuditRecord.Kind.allCases)
    case "decision":
      query.isPermitted = try Self.one(name, ["permit": true, "deny": false][value], of: ["permit", "deny"])
    case "entity": query.entityKind = value
    case "document": query.document = value
    case "request": query.requestID = value
    case "key": query.keyID = value
    case "role": query.role = value
    case "act": query.verb = AuditRecord.Verb(rawValue: value)
    case "after": after = try Self.one(name, UInt64(value), of: ["a record's index"])
    case "limit":
      let number = Int(value).flatMap { (1...AuditRoutes.recordsMax).contains($0) ? $0 : nil }
      limit = try Self.one(name, number, of: ["1 to \(AuditRoutes.recordsMax)"])
    default: throw BodyError("'\(name)' is no condition; there are \(Self.names.joined(separator: ", "))")
    }
  }

  /// The matching records of a tenant, a line each: {"index":…,"record":…}.
  func lines(of auditor: AuditVerifier, tenant: String) throws(AuditError) -> String {
    var query = query
    query.tenant = tenant
    var lines: [String] = []
    try auditor.query(query) { index, _, bytes in
      if index <= after ?? 0, after != nil { return true }
      lines.append("{\"index\":\(index),\"record\":\(String(decoding: bytes, as: UTF8.self))}\n")
      return lines.count < limit
    }
    return lines.joined()
  }

  /// Milliseconds since 1970 of an ISO 8601 time.
  private static func time(_ name: String, _ value: String) throws(BodyError) -> Int64 {
    guard let date = try? Date(value, strategy: .iso8601) else {
      throw BodyError("\(name) must be a time such as 2026-01-31T08:00:00Z")
    }
    return Int64(date.timeIntervalSince1970 * 1000)
  }

  private static func one<Value>(_ name: String, _ value: Value?, of choices: [some Any]) throws(BodyError) -> Value {
    guard let value else { throw BodyError("\(name) must be \(choices.map { "\($0)" }.joined(separator: " or "))") }
    return value
  }
}
