public import Deidentification

/// What must be done with a permitted question and its answer.
public struct Obligations: Sendable, Equatable {
  /// The policy rule that permits, for the record.
  public var rule: String
  public var deidentification: DeidentificationOptions
  public var filter: [FilterRule]
  public var retrieve: Bool
  public var passagesMax: Int
  public var promptTokensMax: Int
  public var completionTokensMax: Int
  /// The largest `n` of one request.
  public var choicesMax: Int
  public var requestsPerMinute: Int
  /// Prompt and completion tokens together.
  public var tokensPerMinute: Int
  public var systemPrompt: String?
  public var degradedModes: Set<DegradedMode>
  /// Keep which surrogate stood for whom, under a key of the subject, so that an authorised person can put the
  /// identifiers back later.
  public var keepsSurrogates: Bool

  public static func == (left: Self, right: Self) -> Bool {
    left.rule == right.rule && left.deidentification == right.deidentification && left.filter == right.filter
      && left.retrieve == right.retrieve && left.limits == right.limits && left.systemPrompt == right.systemPrompt
      && left.degradedModes == right.degradedModes && left.keepsSurrogates == right.keepsSurrogates
  }

  private var limits: [Int] {
    [passagesMax, promptTokensMax, completionTokensMax, choicesMax, requestsPerMinute, tokensPerMinute]
  }
}

/// A safeguard that a policy gives up by name. It shows in the answer and in the record.
public enum DegradedMode: String, Sendable, CaseIterable, Codable {
  /// Answers without passages when the knowledge base cannot be reached.
  case answerWithoutKnowledge = "answer_without_knowledge"
  /// Sends the text to the model as it came.
  case withoutDeidentification = "without_deidentification"
  /// Sends the model's text to the caller as it came.
  case withoutOutputFilter = "without_output_filter"
}

/// Ranges that limits in a policy must keep to, and what holds when a policy is silent.
enum ObligationLimits {
  static let passages = Limit(range: 0...100, standard: 4)
  static let promptTokens = Limit(range: 1...1_000_000, standard: 2_048)
  static let completionTokens = Limit(range: 1...100_000, standard: 512)
  static let choices = Limit(range: 1...64, standard: 1)
  static let requestsPerMinute = Limit(range: 1...1_000_000, standard: 60)
  /// Twice the upper end × the nanoseconds of a minute stays below 2^63, as ``Quota`` needs.
  static let tokensPerMinute = Limit(range: 1...50_000_000, standard: 60_000)

  struct Limit {
    let range: ClosedRange<Int>
    let standard: Int
  }
}
