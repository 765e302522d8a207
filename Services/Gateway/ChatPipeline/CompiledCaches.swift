public import Deidentification
public import OutputFilter
public import Policy
internal import Synchronization

/// De-identifiers compiled once for each set of options that the policy names.
public final class DeidentifierCache: Sendable {
  private let made = Mutex<[DeidentificationOptions: Deidentifier]>([:])

  public init() {}

  /// Throws when a policy's own pattern does not compile.
  public func deidentifier(for options: DeidentificationOptions) throws(DeidentificationError) -> Deidentifier {
    if let known = made.withLock({ $0[options] }) { return known }
    let new = try Deidentifier(options)
    made.withLock { $0[options] = new }
    return new
  }
}

/// Output filters compiled once for each list of rules that the policy names.
public final class FilterProgramCache: Sendable {
  private let made = Mutex<[[FilterRule]: OutputFilterProgram]>([:])

  public init() {}

  /// Throws when a rule does not compile.
  public func program(for rules: [FilterRule]) throws(OutputFilterError) -> OutputFilterProgram {
    if let known = made.withLock({ $0[rules] }) { return known }
    let new = try OutputFilterProgram(rules: rules)
    made.withLock { $0[rules] = new }
    return new
  }
}
