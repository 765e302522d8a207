/// How an upstream is asked. Units stand in the names.
public struct UpstreamSettings: Sendable {
  /// Which of OpenAI's two routes is called.
  public enum API: String, Sendable, CaseIterable {
    /// `/completions`, which takes token ids: vLLM, llama-server.
    case completions
    /// `/chat/completions`, which takes messages.
    case chat
  }

  /// Up to and with the version, such as `https://api.example.org/v1`.
  public var baseURL: String
  /// What the upstream calls the model.
  public var model: String
  public var api: API
  /// Sent as a bearer key; nil sends none.
  public var apiKey: String?
  /// Alternatives that one call may ask for.
  public var choicesMax = 8
  /// OpenAI's reasoning models want `max_completion_tokens`.
  public var tokensMaxField = "max_tokens"
  /// Fields that the upstream's model refuses, such as `temperature`.
  public var omittedFields: Set<String> = []
  public var retry = RetryRules()

  public init(baseURL: String, model: String, api: API, apiKey: String? = nil) {
    self.baseURL = baseURL
    self.model = model
    self.api = api
    self.apiKey = apiKey
  }

  /// Whether answers can be held to a schema.
  public var servesJSONSchema: Bool { !omittedFields.contains(AnswerSchema.field) }

  var url: String {
    let base = baseURL.hasSuffix("/") ? String(baseURL.dropLast()) : baseURL
    return base + (api == .chat ? "/chat/completions" : "/completions")
  }
}
