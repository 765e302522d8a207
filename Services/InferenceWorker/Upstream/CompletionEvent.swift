/// One event of a streamed completion, of either route.
///
/// Source: OpenAI API reference, "chat.completion.chunk" and "text_completion"; DeepSeek's `reasoning_content`, which
/// vLLM calls `reasoning` too.
struct CompletionEvent: Decodable {
  let choices: [Choice]?
  let usage: Usage?
  let error: AnyValue?

  struct Choice: Decodable {
    let index: Int?
    let text: String?
    let delta: Delta?
    let finish_reason: String?
  }

  struct Delta: Decodable {
    let content: String?
    let reasoning_content: String?
    let reasoning: String?
    /// What a vendor's model says instead of an answer.
    let refusal: String?
    let tool_calls: [AnyValue]?
    let function_call: AnyValue?
    let audio: AnyValue?

    /// Content of a kind that the gateway does not inspect.
    var hasOtherContent: Bool { tool_calls?.isEmpty == false || function_call != nil || audio != nil }
  }

  struct Usage: Decodable {
    let completion_tokens: Int?
  }

  /// Something that is there; what it is, nobody reads.
  struct AnyValue: Decodable {
    init(from decoder: any Decoder) {}
  }
}
