import ArgumentParser
import Audit
import Foundation

/// Which records; every condition given must hold.
struct AuditQueryOptions: ParsableArguments {
  @Option(help: "From this time on (ISO 8601).", transform: isoTime) var since: Date?
  @Option(help: "Before this time (ISO 8601).", transform: isoTime) var until: Date?
  @Option(help: "Of this tenant.") var tenant: String?
  @Option(help: "By this API key (its id).") var keyID: String?
  @Option(help: "By a caller of this role.") var role: String?
  @Option(help: "Of this request.") var request: String?
  @Option(help: "intent, outcome or administrative.", transform: recordKind) var kind: AuditRecord.Kind?
  @Option(help: "permit or deny.") var decision: Decision?
  @Option(help: "With an identifier of this kind, such as NAME.") var entity: String?
  @Option(help: "With a passage of this document.") var document: String?
  @Option(help: "Of this administrative act, such as key.add, audit.export or vault.reidentify.") var act: String?

  enum Decision: String, ExpressibleByArgument { case permit, deny }

  var query: AuditQuery {
    var query = AuditQuery()
    query.since = since.map(milliseconds)
    query.until = until.map(milliseconds)
    query.tenant = tenant
    query.requestID = request
    query.kind = kind
    query.isPermitted = decision.map { $0 == .permit }
    query.entityKind = entity
    query.document = document
    query.keyID = keyID
    query.role = role
    query.verb = act.map(AuditRecord.Verb.init)
    return query
  }

}

/// Milliseconds since 1970.
func milliseconds(_ date: Date) -> Int64 { Int64(date.timeIntervalSince1970 * 1000) }

/// ISO 8601 with a time zone, such as 2026-01-31T08:00:00Z.
func isoTime(_ argument: String) throws -> Date {
  do { return try Date(argument, strategy: .iso8601) } catch {
    throw ValidationError("'\(argument)' is no time; write it as 2026-01-31T08:00:00Z")
  }
}

private func recordKind(_ argument: String) throws -> AuditRecord.Kind {
  guard let kind = AuditRecord.Kind(rawValue: argument) else {
    throw ValidationError("'\(argument)' is not intent, outcome or administrative")
  }
  return kind
}
