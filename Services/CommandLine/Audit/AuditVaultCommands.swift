internal import ArgumentParser
internal import Audit
@_spi(Identified) internal import Deidentification
internal import Foundation
internal import Operations
internal import Vault

/// `weir audit reidentify`: what `POST /v1/reidentify` does, for whoever has the installation's keys.
struct AuditReidentifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reidentify",
    abstract: "Put the identifiers of an old request back into text from standard input. This is put on the record.")

  @Argument(help: "The request's id, as its answer and its records name it.") var request: String
  @Option(help: "The request's tenant.") var tenant = "local"

  func run() throws {
    let administration = try CommandAdministration.open()
    try reportingFailures { try administration.record(.reidentify, request) }
    guard let json = try administration.vault().value(request: request, tenant: tenant) else {
      throw ValidationError(
        "nothing is kept for this request, or its subject was erased; see: weir audit query --request")
    }
    let restorer = SurrogateRestorer(map: try SurrogateMap(json: Data(json)))
    try reidentify(from: .standardInput, to: .standardOutput, with: restorer)
  }
}

/// `weir audit erase`: the right to erasure. GDPR Art. 17.
struct AuditEraseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "erase",
    abstract: "Destroy the key of a subject, and with it every identifier kept under it. The log still verifies.")

  @Option(help: "The subject, as callers named it in X-Weir-Subject.") var subject: String?
  @Option(help: "The subject's tenant.") var tenant = "local"
  @Option(help: "Instead of one subject: everything that was kept so many days ago.") var olderThanDays: Int?

  func validate() throws {
    guard (subject == nil) != (olderThanDays == nil), olderThanDays ?? 0 >= 0 else {
      throw ValidationError("give --subject or --older-than-days, and not both")
    }
  }

  func run() throws {
    let administration = try CommandAdministration.open()
    let vault = try administration.vault()
    if let subject {
      // The pseudonym: the record must not hold what is to be forgotten.
      try reportingFailures { try administration.record(.erase, vault.pseudonym(of: subject, tenant: tenant)) }
      report(try vault.erase(subject: subject, tenant: tenant))
    } else if let olderThanDays {
      try reportingFailures { try administration.record(.erase, "older-than-days-\(olderThanDays)") }
      report(try vault.expire(before: Int64(Date().timeIntervalSince1970) - 86_400 * Int64(olderThanDays)))
    }
  }

  private func report(_ count: Int) {
    print("The identifiers of \(count) requests are erased; what the log says of them still verifies.")
  }
}

extension CommandAdministration {
  func vault() throws -> Vault {
    try Vault(
      VaultLocation(url: installation.configuration.gateway.vault, folder: installation.state.vault),
      masterKey: installation.keys.vaultKey())
  }
}
