import Operations
import Tokenization

/// One model's vocabulary, and how it is told a conversation.
struct LoadedModel: Sendable {
  let tokenizer: Tokenizer
  private let template: ChatTemplate?
  /// For an upstream that is told messages: its worker must read them out of the ids again.
  private let conversations: ConversationCodec?

  /// `cache` is the folder of compiled vocabularies.
  init(_ model: ModelStore.Model, cache: String) throws {
    guard model.isUpstream else {
      try self.init(try Tokenizer(modelPath: model.path, cache: cache))
      return
    }
    let upstream = try UpstreamModel(path: model.path)
    let tokenizer =
      try upstream.tokenizer.isEmpty ? Tokenizer.bytes() : Tokenizer(path: upstream.tokenizer, cache: cache)
    try self.init(tokenizer, conversations: upstream.api == .chat ? ConversationCodec(tokenizer) : nil)
  }

  private init(_ tokenizer: Tokenizer, conversations: ConversationCodec? = nil) throws {
    self.tokenizer = tokenizer
    self.conversations = conversations
    template = try tokenizer.chatTemplate.map { source throws(TemplateError) in try ChatTemplate(source) }
  }

  /// The ids of a conversation under the model's own template; nil when the model has none.
  func encode(_ turns: [(role: String, content: String)], addGenerationPrompt: Bool, now: CivilTime) throws -> [Int32]?
  {
    if let conversations {
      return try conversations.encode(
        turns.map { ConversationTurn($0.role, $0.content) }, addGenerationPrompt: addGenerationPrompt)
    }
    guard let template else { return nil }
    let messages = turns.map { turn in
      JSONValue.object([.init("role", disarmed(turn.role)), .init("content", disarmed(turn.content))])
    }
    var variables = tokenizer.specialTokens.mapValues { JSONValue.string($0) }
    variables["messages"] = .array(messages)
    variables["add_generation_prompt"] = .bool(addGenerationPrompt)
    return try tokenizer.encode(template.render(variables, now: now), addSpecial: false)
  }

  private func disarmed(_ text: String) -> JSONValue { .string(tokenizer.disarmingSpecialTokens(in: text)) }
}
