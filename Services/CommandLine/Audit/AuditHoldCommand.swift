import ArgumentParser
import Audit

/// `weir audit hold`: records that must stay although their time is over.
struct AuditHoldCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hold", abstract: "Keep records from removal for a lawsuit or an investigation.",
    subcommands: [AuditHoldPlaceCommand.self, AuditHoldListCommand.self, AuditHoldReleaseCommand.self])
}

struct AuditHoldPlaceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "place", abstract: "Place a hold on a range of records.")

  @Argument(help: "The hold's name, such as the case's number; never a person's name.") var name: String
  @Option(help: "First record.") var from: UInt64 = 0
  @Option(help: "The record after the last one; without it records to come are held too.") var to: UInt64 = .max

  func validate() throws {
    guard from < to else { throw ValidationError("--from must be smaller than --to") }
  }

  func run() throws {
    try reportingFailures {
      try CommandAdministration.open().custodian().place(LegalHold(name: name, records: from..<to))
    }
  }
}

struct AuditHoldListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "List the holds in force.")

  func run() throws {
    try reportingFailures {
      for hold in try CommandAdministration.open().custodian().holds() {
        print("\(hold.name)\trecords \(sentence(hold.records))")
      }
    }
  }
}

struct AuditHoldReleaseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "release", abstract: "End a hold.")

  @Argument(help: "The name that 'weir audit hold list' shows.") var name: String

  func run() throws {
    try reportingFailures { try CommandAdministration.open().custodian().release(hold: name) }
  }
}
