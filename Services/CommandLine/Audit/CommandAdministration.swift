import Audit
import Dispatch
import Foundation
import Operations

/// The administrative log of this installation, for commands: each act is recorded before it is done.
struct CommandAdministration {
  let installation: Installation

  static func open() throws -> CommandAdministration { CommandAdministration(installation: try Installation.open()) }

  /// Records an act; returns when the record is durable.
  func record(_ verb: AuditRecord.Verb, _ subject: String, range: Range<UInt64>? = nil) throws {
    let log = range == nil ? nil : origin
    try administrativeLog().record(.init(verb: verb, subject: subject, log: log, range: range), by: Self.administrator)
  }

  func custodian(cold: String? = nil) throws -> LogCustodian {
    try LogCustodian(
      directory: installation.state.audit, cold: cold, origin: origin, signer: installation.keys.signingKey(.audit),
      by: Self.administrator)
  }

  private func administrativeLog() throws -> AdministrativeLog {
    AdministrativeLog(
      beside: installation.state.audit, origin: origin, signer: try installation.keys.signingKey(.audit))
  }

  private var origin: String { installation.configuration.gateway.auditOrigin }

  /// The operating system's user: whoever runs the command has the installation's keys anyway.
  private static var administrator: Administrator {
    Administrator(
      tenant: "local", keyID: "os:\(getuid())", role: "operator", wallClockMs: milliseconds(Date()),
      monotonicNs: DispatchTime.now().uptimeNanoseconds)
  }
}

extension CommandAdministration {
  /// The administration of the installation whose log lies in `directory`; nil for a log that is not this
  /// installation's own, such as a copy on an auditor's machine.
  static func own(log directory: String) throws -> CommandAdministration? {
    try own(directory, is: \.audit)
  }

  /// The same for a knowledge base.
  static func own(store directory: String) throws -> CommandAdministration? {
    try own(directory, is: \.knowledgeBase)
  }

  private static func own(_ directory: String, is folder: (StateFolder) -> String) throws -> CommandAdministration? {
    let state = StateFolder(environment: ProcessInfo.processInfo.environment)
    let isOwn = URL(filePath: directory).standardizedFileURL == URL(filePath: folder(state)).standardizedFileURL
    guard isOwn, FileManager.default.fileExists(atPath: "\(state.keys)/audit.seed") else { return nil }
    return try open()
  }
}
