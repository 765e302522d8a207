import ArgumentParser
import Audit
import Foundation
import Operations

/// `weir key`: the API keys of the gateway's callers.
struct KeyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "key", abstract: "Make, list and revoke API keys.",
    subcommands: [KeyAddCommand.self, KeyListCommand.self, KeyRevokeCommand.self])
}

struct KeyAddCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Make a key and print it: it cannot be shown again.")

  @Option(help: "Whose key it is: quotas, records and policies go by it.") var tenant: String
  @Option(help: "The role that policies ask for.") var role = "user"

  func run() throws {
    let installation = try Installation.open()
    var keys = try APIKeys(installation.state)
    let issued = keys.issue(tenant: tenant, role: role)
    try CommandAdministration(installation: installation).record(.addKey, keys.records.last?.id ?? "")
    try keys.save(installation.state)
    print(issued)
  }
}

struct KeyListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "List the keys by id.")

  func run() throws {
    for key in try APIKeys(Installation.open().state).records { print("\(key.id)\t\(key.tenant)\t\(key.role)") }
  }
}

struct KeyRevokeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "revoke", abstract: "Take a key back; the gateway refuses it from the next request on.")

  @Argument(help: "The id that 'weir key list' shows.") var id: String

  func run() throws {
    let installation = try Installation.open()
    var keys = try APIKeys(installation.state)
    guard keys.revoke(id: id) else { throw ValidationError("there is no key \(id); see: weir key list") }
    try CommandAdministration(installation: installation).record(.revokeKey, id)
    try keys.save(installation.state)
  }
}
