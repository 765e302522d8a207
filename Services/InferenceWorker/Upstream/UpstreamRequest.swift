/// What an upstream is asked: all of it was cleared by the gateway.
public struct UpstreamRequest: Sendable {
  public enum Prompt: Sendable {
    case ids([Int32])
    case messages([Message])
  }

  public struct Message: Sendable, Encodable {
    public let role: String
    public let content: String

    public init(role: String, content: String) {
      self.role = role
      self.content = content
    }
  }

  public var prompt: Prompt
  public var tokensMax: Int
  public var choices: Int
  public var sampling: UpstreamSampling
  /// What answers must satisfy; nil for free text.
  public var schema: AnswerSchema?

  public init(
    prompt: Prompt, tokensMax: Int, choices: Int = 1, sampling: UpstreamSampling = UpstreamSampling(),
    schema: AnswerSchema? = nil
  ) {
    self.prompt = prompt
    self.tokensMax = tokensMax
    self.choices = choices
    self.sampling = sampling
    self.schema = schema
  }
}

/// How tokens are to be drawn. What is nil is not sent, so that a server which does not know it need not refuse it.
public struct UpstreamSampling: Sendable, Equatable {
  public var temperature: Float = 0
  public var topP: Float?
  public var topK: Int?
  public var minP: Float?
  public var repetitionPenalty: Float?
  public var frequencyPenalty: Float?
  public var presencePenalty: Float?
  public var logitBias: [Int32: Float] = [:]
  public var seed: UInt64?

  public init() {}
}
