import ChatPipeline
import Deidentification
import Foundation

/// The body of `POST /v1/chat/completions`, strictly read: a field that is not known could carry text past the
/// safeguards, so it is refused, and so is content that cannot be inspected (images, audio, files).
///
/// Source: OpenAI API reference, "Create chat completion".
struct ChatCompletionsBody: Decodable, Sendable {
  let model: String
  let messages: [ChatMessage]
  let sampling: SamplingParameters
  let completionTokensMax: Int?
  let choices: Int
  let stop: [IdentifiedText]
  private(set) var answerSchema: IdentifiedText?
  private let responseFormat: ResponseFormat?
  let isStreaming: Bool
  let includesUsage: Bool

  init(from decoder: any Decoder) throws {
    let body = try StrictObject(decoder, known: Self.read.union(Self.neutral.keys).union(Self.ignored))
    for (field, accepts) in Self.neutral where try !accepts(body, field) {
      throw BodyError(
        "'\(field)' is not offered by this gateway: tokens that were not chosen have passed no output filter; leave it out"
      )
    }
    model = try body.required("model")
    messages = try body.required("messages", as: [MessageBody].self).map(\.message)
    isStreaming = try body.optional("stream") ?? false
    includesUsage = try body.optional("stream_options", as: StreamOptions.self)?.include_usage ?? false
    choices = try body.optional("n") ?? 1
    completionTokensMax = try body.optional("max_completion_tokens") ?? body.optional("max_tokens")
    sampling = try SamplingParameters(body)
    stop = try body.optional("stop", as: StopBody.self)?.strings ?? []
    responseFormat = try body.optional("response_format")
  }

  /// Throws ``BodyError`` for what is no body of a completion.
  init(json: [UInt8]) throws(BodyError) {
    do {
      self = try JSONDecoder().decode(Self.self, from: Data(json))
    } catch let error as BodyError {
      throw error
    } catch {
      throw BodyError("the body is not valid JSON in UTF-8")
    }
    answerSchema = try responseFormat?.schema(in: json)
  }

  private static let read: Set<String> = [
    "model", "messages", "stream", "stream_options", "n", "max_tokens", "max_completion_tokens", "temperature", "top_p",
    "top_k", "seed", "min_p", "repetition_penalty", "frequency_penalty", "presence_penalty", "logit_bias", "stop",
    "response_format",
  ]
  /// Dropped unread: `user` names a person, the rest asks the vendor to keep or sort what is never sent to it.
  private static let ignored: Set<String> = ["user", "store", "metadata", "service_tier", "safety_identifier"]
  /// Accepted only with the value that asks for nothing. Log-probabilities come with tokens that were not chosen: text
  /// that no filter has seen in its place, and that cannot be put back where an identifier spans several tokens.
  private static let neutral: [String: @Sendable (StrictObject, String) throws -> Bool] = [
    "logprobs": { try !($0.optional($1) ?? false) },
    "top_logprobs": { try ($0.optional($1) ?? 0) == 0 },
  ]

  private struct StreamOptions: Decodable { let include_usage: Bool? }
}

/// One message; its content is a string or a list of text parts.
private struct MessageBody: Decodable {
  let message: ChatMessage

  init(from decoder: any Decoder) throws {
    let body = try StrictObject(decoder, known: ["role", "content", "name"])
    let roleName: String = try body.required("role")
    // "developer" is what newer OpenAI clients call the system role.
    guard let role = ChatRole(rawValue: roleName == "developer" ? "system" : roleName) else {
      throw BodyError("a message's 'role' must be system, developer, user or assistant")
    }
    message = ChatMessage(role: role, content: IdentifiedText(try Self.text(body)))
  }

  private static func text(_ body: StrictObject) throws -> String {
    if let text = try? body.required("content", as: String.self) { return text }
    // Parts are joined before they are de-identified, so an identifier cut in two by a part's edge is still seen whole.
    return try body.required("content", as: [TextPart].self).map(\.text).joined()
  }
}

private struct TextPart: Decodable {
  let text: String

  init(from decoder: any Decoder) throws {
    let body = try StrictObject(decoder, known: ["type", "text"])
    guard try body.required("type", as: String.self) == "text" else {
      throw BodyError("a message part is not text; what cannot be inspected is refused")
    }
    text = try body.required("text")
  }
}
