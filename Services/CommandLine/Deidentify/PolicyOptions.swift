internal import ArgumentParser
internal import Deidentification
internal import Policy

/// The options that a policy file asks for. The one place where this command meets the policy module.
func deidentificationOptions(policy path: String) throws -> DeidentificationOptions {
  try readPolicy(path).deidentification
}
