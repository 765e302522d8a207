public import Cryptography
public import Deidentification

/// Who may ask what, and what must be done with each question and answer. Read from a file, never changed afterwards.
///
/// The first rule that matches a question decides it; a question that no rule matches is denied.
public struct Policy: Sendable {
  public let name: String
  public let rules: [PolicyRule]
  /// Every filter rule of the file in its order, whichever policy rule names it.
  public let filterRules: [FilterRule]
  /// Recognizers that the file adds to those built in; they hold for every permitted question.
  public let recognizers: [CustomRecognizer]
  let testCases: [PolicyTestCase]
  /// SHA-256 of the file's bytes: records name the policy by it.
  public let digest: Digest

  /// Reads a policy file. Throws with the line for whatever is unknown, missing or out of range.
  public init(yaml: String) throws(PolicyError) {
    let file = try PolicyFile(yaml: yaml)
    name = file.name
    rules = file.rules
    filterRules = file.filterRules
    recognizers = file.recognizers
    testCases = file.testCases
    digest = Digest(of: Array(yaml.utf8))
  }

  public func decide(_ question: PolicyQuestion) -> PolicyDecision {
    guard let rule = rules.first(where: { $0.matches(question) }) else {
      return .deny(DenialReason(rule: nil, message: "no rule of the policy permits this"))
    }
    return rule.decision
  }

  /// How text is de-identified outside any request: every kind that a permitting rule names, by the operator of the first
  /// such rule, and the file's recognizers. Of a file that permits nothing, every kind.
  public var deidentification: DeidentificationOptions {
    var options = DeidentificationOptions()
    options.kinds = []
    options.custom = recognizers
    var personalTimes: Set<Bool> = []
    for case .permit(let obligations) in rules.map(\.decision) {
      let permitted = obligations.deidentification
      personalTimes.insert(permitted.personalTimes)
      for kind in permitted.kinds where options.kinds.insert(kind).inserted {
        options.operators[kind] = permitted.operators[kind]
      }
    }
    options.personalTimes = personalTimes != [false]
    if options.kinds.isEmpty { options.kinds = Set(EntityKind.allCases) }
    return options
  }
}

/// What a caller wants to do, after authentication.
public struct PolicyQuestion: Sendable, Hashable {
  public var tenant: String
  public var role: String
  /// The HTTP path, such as "/v1/chat/completions", or the RPC method.
  public var route: String
  public var model: String

  public init(tenant: String, role: String, route: String, model: String) {
    self.tenant = tenant
    self.role = role
    self.route = route
    self.model = model
  }
}

public enum PolicyDecision: Sendable, Equatable {
  case permit(Obligations)
  case deny(DenialReason)
}

/// Why a question was denied: a decision, not a failure.
public struct DenialReason: Sendable, Hashable, CustomStringConvertible {
  /// The rule that denied; nil when none matched.
  public var rule: String?
  public var message: String

  public var description: String { message }
}

/// One rule: whom and what it matches, and what it decides.
public struct PolicyRule: Sendable {
  public let name: String
  let tenants: [Selector]
  let roles: [Selector]
  let routes: [Selector]
  let models: [Selector]
  public let decision: PolicyDecision

  /// Whom and what the rule matches, for people.
  public var subject: String {
    [("tenants", tenants), ("roles", roles), ("routes", routes), ("models", models)]
      .map { "\($0.0) \($0.1.map(\.text).joined(separator: " "))" }.joined(separator: ", ")
  }

  func matches(_ question: PolicyQuestion) -> Bool {
    tenants.contains { $0.matches(question.tenant) } && roles.contains { $0.matches(question.role) }
      && routes.contains { $0.matches(question.route) } && models.contains { $0.matches(question.model) }
  }
}

/// A name, or the start of names followed by '*'.
struct Selector: Sendable, Hashable {
  let text: String

  func matches(_ name: String) -> Bool {
    text.hasSuffix("*") ? name.utf8.starts(with: text.utf8.dropLast()) : name.utf8.elementsEqual(text.utf8)
  }
}
