internal import Deidentification

/// A question that a policy file asks of itself, with the answers it expects.
struct PolicyTestCase: Sendable {
  let name: String
  let line: Int?
  let question: PolicyQuestion
  let decision: DecisionName
  let filter: [FilterExpectation]
  let deidentify: [DeidentificationExpectation]
}

/// What the model may say and what must reach the caller.
struct FilterExpectation: Sendable {
  let text: String
  let becomes: String
  let isStopped: Bool
  /// Categories of the findings, in any order; nil where the test does not care.
  let categories: Set<String>?
}

/// What a caller may write and how many identifiers of which kind must be found in it.
struct DeidentificationExpectation: Sendable {
  let text: String
  let counts: [EntityKind: Int]
}

/// How one test of a policy went.
public struct PolicyTestResult: Sendable, Equatable {
  public var name: String
  public var line: Int?
  /// What was expected and what came; empty when the test passed.
  public var failures: [String]
  public var isPassed: Bool { failures.isEmpty }
}

/// What an output filter made of a text, for ``Policy/runTestCases(filtering:)``.
public struct FilterTrial: Sendable, Equatable {
  public var text: String
  public var isStopped: Bool
  public var categories: Set<String>

  public init(text: String, isStopped: Bool, categories: Set<String>) {
    self.text = text
    self.isStopped = isStopped
    self.categories = categories
  }
}
