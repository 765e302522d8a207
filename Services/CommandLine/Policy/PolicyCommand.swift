internal import ArgumentParser
internal import Foundation
internal import OutputFilter
internal import Policy

/// `weir policy`: what a policy file says, and whether it does what its author expects.
struct PolicyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "policy", abstract: "Test and show policy files.",
    subcommands: [PolicyTestCommand.self, PolicyShowCommand.self])
}

/// `weir policy test FILE`: runs the tests that the file holds; exit status 1 when one fails.
struct PolicyTestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "test", abstract: "Run a policy file's own tests.")

  @Argument(help: "The policy file; the shipped policy unless given.")
  var file: String?

  func run() throws {
    let policy = try readPolicy(file)
    _ = try OutputFilterProgram(rules: policy.filterRules)
    let results = policy.runTestCases()
    for result in results {
      print("\(result.isPassed ? "passed" : "FAILED")  \(result.name)")
      for failure in result.failures { print("        line \(result.line ?? 0): \(failure)") }
    }
    let failed = results.filter { !$0.isPassed }.count
    print("\(results.count - failed) of \(results.count) tests passed")
    if failed > 0 { throw ExitCode.failure }
  }
}

/// `weir policy show FILE`: its rules in the order in which they are tried; without FILE the shipped policy's text.
struct PolicyShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show what a policy file decides; without FILE the shipped policy, to start from.")

  @Argument(help: "The policy file.")
  var file: String?

  func run() throws {
    guard let file else { return print(Policy.standardYAML, terminator: "") }
    let policy = try readPolicy(file)
    print("policy \(policy.name), sha256 \(policy.digest)")
    for rule in policy.rules { print(PolicySummary(rule).text) }
    print("any other question: deny")
  }
}

/// The policy in a file, or the shipped one.
func readPolicy(_ path: String?) throws -> Policy {
  guard let path else { return try Policy(yaml: Policy.standardYAML) }
  let text: String
  do { text = try String(contentsOfFile: path, encoding: .utf8) } catch {
    throw ValidationError("cannot read the policy file '\(path)'; check its path and that it is UTF-8")
  }
  do throws(PolicyError) { return try Policy(yaml: text) } catch { throw ValidationError("\(path): \(error)") }
}
