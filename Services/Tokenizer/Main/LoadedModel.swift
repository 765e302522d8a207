import Tokenization

/// One model's vocabulary and chat template.
struct LoadedModel: Sendable {
  let tokenizer: Tokenizer
  private let template: ChatTemplate?

  /// `cache` is the folder of compiled vocabularies.
  init(path: String, cache: String) throws {
    tokenizer = try Tokenizer(modelPath: path, cache: cache)
    template = try tokenizer.chatTemplate.map { source throws(TemplateError) in try ChatTemplate(source) }
  }

  /// The ids of a conversation under the model's own template; nil when the model has none.
  func encode(_ turns: [(role: String, content: String)], addGenerationPrompt: Bool, now: CivilTime) throws -> [Int32]?
  {
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
