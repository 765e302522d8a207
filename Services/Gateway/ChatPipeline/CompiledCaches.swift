internal import Cryptography
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

extension Policy {
  /// Compiles what each permitting rule needs, before the first question: a pattern that does not compile keeps the
  /// gateway from starting, and nobody waits for one that does.
  ///
  /// Throws the compiler's error.
  public func compile(into deidentifiers: DeidentifierCache, _ filters: FilterProgramCache) throws {
    for rule in rules {
      guard case .permit(let obligations) = rule.decision else { continue }
      _ = try filters.program(for: obligations.filter)
      // The automata of the patterns are built as text needs them: this text needs the most common ones.
      var map = SurrogateMap(keys: SurrogateKeys(SecretKey(), tenant: ""))
      _ = try deidentifiers.deidentifier(for: obligations.deidentification).deidentify(Self.commonText, into: &map)
    }
  }

  private static let commonText = IdentifiedText(
    """
    Dear Dr. Smith, Mr. John Smith (born March 14, 1958, MRN 00482913) of 1200 Market Street, San Francisco, can be \
    reached at (415) 555-0132 or john@example.org since 2024-05-06. 患者张伟，男，1958年3月14日出生，身份证号\
    110105195803149016，电话13800138000，住北京市朝阳区建国路88号，于北京协和医院就诊。
    """)
}
