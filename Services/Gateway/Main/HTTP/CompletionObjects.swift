import Audit
import ChatPipeline
import Deidentification

/// The objects of OpenAI's chat completion API, as far as this gateway fills them.
struct ChatCompletion: Encodable {
  let id: String
  let object = "chat.completion"
  let created: Int
  let model: String
  let choices: [Choice]
  let usage: Usage
  let weir: WeirExtension

  struct Choice: Encodable {
    let index: Int
    let message: Message
    let finish_reason: String
    let logprobs: String?
  }

  struct Message: Encodable {
    let role = "assistant"
    let content: String
  }
}

/// One event of a streamed completion.
struct ChatCompletionChunk: Encodable {
  let id: String
  let object = "chat.completion.chunk"
  let created: Int
  let model: String
  var choices: [Choice]
  var usage: Usage?
  var weir: WeirExtension?

  struct Choice: Encodable {
    let index: Int
    let delta: Delta
    var finish_reason: String?
  }

  struct Delta: Encodable {
    var role: String?
    var content: String?
  }
}

struct Usage: Encodable {
  let prompt_tokens: Int
  let completion_tokens: Int
  let total_tokens: Int

  init(_ outcome: RecordedOutcome) {
    prompt_tokens = outcome.promptTokens
    completion_tokens = outcome.completionTokens
    total_tokens = outcome.promptTokens + outcome.completionTokens
  }
}

/// What this gateway adds: where the records are and, when asked with `X-Weir-Explain: 1`, what the model saw.
struct WeirExtension: Encodable {
  let request_id: String
  var audit_intent: UInt64?
  var audit_outcome: UInt64?
  /// Safeguards that the policy gave up for this request.
  var degraded: [String]?
  var prompt: [Turn]?
  var passages: [PassageReference]?

  struct Turn: Encodable {
    let role: String
    let content: String
  }

  struct PassageReference: Encodable {
    let document: String
    let title: String
    let version: String
    let score: Float
  }

  init(requestID: String, call: PreparedCall, outcome: RecordedOutcome?, explains: Bool) {
    request_id = requestID
    audit_intent = call.cleared.recorded.receipt.index
    audit_outcome = outcome?.outcomeIndex
    degraded = call.prompt.degradedModes.isEmpty ? nil : call.prompt.degradedModes
    guard explains else { return }
    prompt = call.prompt.turns.map { Turn(role: $0.role.rawValue, content: $0.content.value) }
    passages = call.prompt.passages.map {
      PassageReference(document: $0.documentID, title: $0.title.value, version: $0.version, score: $0.score)
    }
  }
}
