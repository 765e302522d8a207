public import Deidentification

/// Step 1: what a caller asked, as a front decoded it. All text in it may name people.
public struct ChatRequest: Sendable {
  public let id: String
  public let credential: Credential
  public let route: String
  public let model: String
  public let messages: [ChatMessage]
  public let sampling: SamplingParameters
  /// Tokens to generate at most; nil takes the policy's limit.
  public let completionTokensMax: Int?
  /// Alternatives wanted (n).
  public let choices: Int
  /// Strings that end a choice when the model writes them; they and what follows are not shown.
  public let stop: [IdentifiedText]
  /// The JSON schema that the answer must satisfy; nil for free text.
  public let answerSchema: IdentifiedText?
  /// The W3C trace id, 32 hexadecimal digits.
  public let traceID: String
  /// Whom the conversation is about, in the caller's own words, such as a record number; nil when the caller did not
  /// say.
  public let subject: IdentifiedText?

  public init(
    id: String, credential: Credential, route: String, model: String, messages: [ChatMessage],
    sampling: SamplingParameters = SamplingParameters(), completionTokensMax: Int? = nil, choices: Int = 1,
    stop: [IdentifiedText] = [], answerSchema: IdentifiedText? = nil, traceID: String, subject: IdentifiedText? = nil
  ) {
    self.id = id
    self.credential = credential
    self.route = route
    self.model = model
    self.messages = messages
    self.sampling = sampling
    self.completionTokensMax = completionTokensMax
    self.choices = choices
    self.stop = stop
    self.answerSchema = answerSchema
    self.traceID = traceID
    self.subject = subject
  }
}

/// One message of the conversation as the caller sent it.
public struct ChatMessage: Sendable {
  public let role: ChatRole
  public let content: IdentifiedText

  public init(role: ChatRole, content: IdentifiedText) {
    self.role = role
    self.content = content
  }
}

/// Who speaks in a conversation.
public enum ChatRole: String, Sendable, CaseIterable {
  case system, user, assistant
}

/// How the next token is chosen.
public struct SamplingParameters: Sendable, Equatable {
  /// 0 is greedy.
  public var temperature: Float
  /// nil is off.
  public var topP: Float?
  public var topK: Int?
  /// The caller's, or one that the front drew: the record holds it, so that an answer can be made again.
  public var seed: UInt64
  /// nil is off.
  public var minP: Float?
  public var repetitionPenalty: Float?
  public var frequencyPenalty: Float?
  public var presencePenalty: Float?
  /// Added to the logits of tokens.
  public var logitBias: [Int32: Float]

  public init(
    temperature: Float = 0, topP: Float? = nil, topK: Int? = nil, seed: UInt64 = 0, minP: Float? = nil,
    repetitionPenalty: Float? = nil, frequencyPenalty: Float? = nil, presencePenalty: Float? = nil,
    logitBias: [Int32: Float] = [:]
  ) {
    self.temperature = temperature
    self.topP = topP
    self.topK = topK
    self.seed = seed
    self.minP = minP
    self.repetitionPenalty = repetitionPenalty
    self.frequencyPenalty = frequencyPenalty
    self.presencePenalty = presencePenalty
    self.logitBias = logitBias
  }
}

/// A bearer key as it came. Prints and reflects as nothing.
public struct Credential: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  let bearer: String?

  /// From the value of an `authorization` header or metadata, `Bearer KEY` (RFC 6750); nothing else is a key.
  public init(authorization: String?) {
    bearer = authorization.flatMap { $0.hasPrefix("Bearer ") ? String($0.dropFirst("Bearer ".count)) : nil }
  }

  public var description: String { "Credential" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
