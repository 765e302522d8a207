import ChatPipeline
import Deidentification

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
  let isStreaming: Bool
  let includesUsage: Bool

  init(from decoder: any Decoder) throws {
    let body = try StrictObject(decoder, known: Self.read.union(Self.neutral.keys).union(Self.ignored))
    for (field, accepts) in Self.neutral where try !accepts(body, field) {
      throw BodyError("'\(field)' is not offered by this gateway; leave it out")
    }
    model = try body.required("model")
    messages = try body.required("messages", as: [MessageBody].self).map(\.message)
    isStreaming = try body.optional("stream") ?? false
    includesUsage = try body.optional("stream_options", as: StreamOptions.self)?.include_usage ?? false
    choices = try body.optional("n") ?? 1
    completionTokensMax = try body.optional("max_completion_tokens") ?? body.optional("max_tokens")
    sampling = try Self.sampling(body)
  }

  private static func sampling(_ body: StrictObject) throws -> SamplingParameters {
    let temperature: Float = try body.optional("temperature") ?? 0
    let topP: Float? = try body.optional("top_p")
    let topK: Int? = try body.optional("top_k")
    guard (0...2).contains(temperature) else { throw BodyError("'temperature' must be from 0 to 2") }
    guard topP.map({ $0 > 0 && $0 <= 1 }) ?? true else { throw BodyError("'top_p' must be above 0 and at most 1") }
    guard topK.map({ $0 > 0 }) ?? true else { throw BodyError("'top_k' must be at least 1") }
    let seed: Int64? = try body.optional("seed")
    return SamplingParameters(
      temperature: temperature, topP: topP, topK: topK,
      seed: seed.map(UInt64.init(bitPattern:)) ?? RequestIdentity.seed())
  }

  private static let read: Set<String> = [
    "model", "messages", "stream", "stream_options", "n", "max_tokens", "max_completion_tokens", "temperature", "top_p",
    "top_k", "seed",
  ]
  /// Dropped unread: `user` names a person, the rest asks the vendor to keep or sort what is never sent to it.
  private static let ignored: Set<String> = ["user", "store", "metadata", "service_tier", "safety_identifier"]
  /// Accepted only with the value that asks for nothing.
  private static let neutral: [String: @Sendable (StrictObject, String) throws -> Bool] = [
    "frequency_penalty": { try ($0.optional($1) ?? 0.0) == 0.0 },
    "presence_penalty": { try ($0.optional($1) ?? 0.0) == 0.0 },
    "logprobs": { try !($0.optional($1) ?? false) },
    "response_format": { try $0.optional($1, as: ResponseFormat.self)?.type ?? "text" == "text" },
  ]

  private struct StreamOptions: Decodable { let include_usage: Bool? }
  private struct ResponseFormat: Decodable { let type: String }
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
