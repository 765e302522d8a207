import ArgumentParser
import Audit
import Foundation

struct AuditQueryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "query", abstract: "Print the records that meet every condition given, as JSON Lines.")

  @Argument(help: "The log's folder. Default: $WEIR_HOME/audit.") var directory: String?
  @Option(help: "From this time on (ISO 8601).", transform: time) var since: Date?
  @Option(help: "Before this time (ISO 8601).", transform: time) var until: Date?
  @Option(help: "Of this tenant.") var tenant: String?
  @Option(help: "Of this request.") var request: String?
  @Option(help: "intent, outcome or administrative.", transform: recordKind) var kind: AuditRecord.Kind?
  @Option(help: "permit or deny.") var decision: Decision?
  @Option(help: "With an identifier of this kind, such as NAME.") var entity: String?
  @Option(help: "With a passage of this document.") var document: String?
  @OptionGroup var log: AuditLogOptions

  enum Decision: String, ExpressibleByArgument { case permit, deny }

  func run() throws {
    try reportingFailures {
      try log.verifier(directory: directory).query(query) { index, _, bytes in
        printRecord(index, bytes)
        return true
      }
    }
  }

  private var query: AuditQuery {
    var query = AuditQuery()
    query.since = since.map(milliseconds)
    query.until = until.map(milliseconds)
    query.tenant = tenant
    query.requestID = request
    query.kind = kind
    query.isPermitted = decision.map { $0 == .permit }
    query.entityKind = entity
    query.document = document
    return query
  }

  private func milliseconds(_ date: Date) -> Int64 { Int64(date.timeIntervalSince1970 * 1000) }
}

/// ISO 8601 with a time zone, such as 2026-01-31T08:00:00Z.
private func time(_ argument: String) throws -> Date {
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
