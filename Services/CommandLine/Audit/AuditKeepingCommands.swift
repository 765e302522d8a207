import ArgumentParser
import Audit
import Foundation

/// `weir audit seal`: old records move to cold storage; a gateway may go on meanwhile.
struct AuditSealCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "seal", abstract: "Move old records to cold storage. They verify with --cold from then on.")

  @Option(help: "The folder to move to, on another disk.") var cold: String
  @OptionGroup var age: RecordAge

  func run() throws {
    try reportingFailures {
      let moved = try CommandAdministration.open().custodian(cold: cold).seal(before: age.before)
      report(
        moved, "moved to \(cold)",
        nothing: "Nothing to seal: no full bundle of 256 records that left the gateway's journal is that old.")
    }
  }
}

/// `weir audit expire`: the end of retention.
struct AuditExpireCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "expire",
    abstract: "Remove records that are older than the retention period, but for those under a legal hold.",
    discussion: "Their hashes stay, so that the log verifies and says which are gone. This cannot be undone.")

  @Option(help: "The folder of sealed records, if any were sealed.") var cold: String?
  @OptionGroup var age: RecordAge

  func run() throws {
    try reportingFailures {
      let removed = try CommandAdministration.open().custodian(cold: cold).remove(before: age.before)
      report(
        removed, "removed",
        nothing:
          "Nothing to remove: no full bundle of 256 records that left the gateway's journal is that old and free of holds."
      )
    }
  }
}

/// Records made before a time, or so many days ago.
struct RecordAge: ParsableArguments {
  @Option(help: "Made before this time (ISO 8601).", transform: isoTime) var madeBefore: Date?
  @Option(help: "Made so many days ago.") var olderThanDays: Int?

  func validate() throws {
    guard (madeBefore == nil) != (olderThanDays == nil), olderThanDays ?? 0 >= 0 else {
      throw ValidationError("give --made-before or --older-than-days, and not both")
    }
  }

  /// Milliseconds since 1970.
  var before: Int64 {
    milliseconds(madeBefore ?? Date(timeIntervalSinceNow: -86_400 * Double(olderThanDays ?? 0)))
  }
}

private func report(_ ranges: [Range<UInt64>], _ done: String, nothing: String) {
  for range in ranges { print("Records \(sentence(range)) were \(done).") }
  if ranges.isEmpty { print(nothing) }
}
