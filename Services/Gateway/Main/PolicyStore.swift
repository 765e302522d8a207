import Foundation
import Operations
import OutputFilter
import Policy

/// Reads the policy that the configuration names. A policy whose own test cases fail is refused.
struct PolicyStore {
  private let path: String

  init(_ process: WeirProcess) { path = "\(process.state.policies)/\(process.configuration.gateway.policy)" }

  func load() throws -> Policy {
    guard let yaml = try? String(contentsOfFile: path, encoding: .utf8) else {
      throw OperationsError.missing(path: path, advice: "run 'weir init', or name a policy file in weir.yaml")
    }
    let policy = try Policy(yaml: yaml)
    let failed = policy.runTestCases().filter { !$0.isPassed }
    guard failed.isEmpty else {
      let names = failed.map(\.name).joined(separator: ", ")
      throw OperationsError.unusableFile(path: path, reason: "its own test cases fail: \(names)")
    }
    return policy
  }
}
