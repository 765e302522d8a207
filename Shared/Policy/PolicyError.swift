/// Why a policy file is refused, and at which of its lines.
public struct PolicyError: Error, Equatable, CustomStringConvertible {
  public let line: Int?
  /// What is wrong and what to do.
  public let reason: String

  public var description: String { line.map { "policy, line \($0): \(reason)" } ?? "policy: \(reason)" }
}
