import ArgumentParser
import Audit
import Foundation

struct AuditExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write records as JSON Lines, or an evidence bundle that Python alone can verify.")

  @Argument(help: "The log's folder. Default: $WEIR_HOME/audit.") var directory: String?
  @Option(help: "First record.") var from: UInt64 = 0
  @Option(help: "The record after the last one.") var to: UInt64 = .max
  @Option(help: "Write an evidence bundle into this folder: records, proofs, checkpoint, key, policies, verify.py.")
  var bundle: String?
  @Option(help: "A policy file to put into the bundle; may be repeated.") var policy: [String] = []
  @OptionGroup var log: AuditLogOptions

  func validate() throws {
    guard from <= to else { throw ValidationError("--from must not be greater than --to") }
  }

  func run() throws {
    let policies = try policy.map { path in
      guard let data = FileManager.default.contents(atPath: path) else {
        throw ValidationError("'\(path)' cannot be read")
      }
      return Array(data)
    }
    try reportingFailures {
      let auditor = try log.verifier(directory: directory)
      try CommandAdministration.own(log: directory ?? AuditLogOptions.defaultDirectory)?
        .record(.export, bundle == nil ? "json-lines" : "evidence-bundle", range: from..<to)
      guard let bundle else {
        try auditor.forEachRecord(in: from..<to) { index, bytes in
          printRecord(index, bytes)
          return true
        }
        return
      }
      let count = try EvidenceBundle(auditor).write(to: bundle, range: from..<to, policies: policies)
      print("Wrote \(count) records with their proofs; check them with: python3 \(bundle)/verify.py")
    }
  }
}

/// One line of JSON: the index, and the record as it stands in the log.
func printRecord(_ index: UInt64, _ bytes: [UInt8]) {
  print("{\"index\":\(index),\"record\":\(String(decoding: bytes, as: UTF8.self))}")
}
