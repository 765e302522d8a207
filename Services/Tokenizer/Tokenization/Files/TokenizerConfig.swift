/// What tokenizer_config.json adds: the chat template and which tokens have which role.
enum TokenizerConfig {
  static func read(_ config: JSONValue, _ parts: TokenizerParts) throws(TokenizerError) -> ChatSettings {
    guard let members = config.members else { throw .malformed("tokenizer_config.json is no object") }
    var chat = parts.chat
    chat.template = template(config["chat_template"]) ?? chat.template
    for member in members where member.key.hasSuffix("_token") {
      if let text = member.value.string ?? member.value["content"]?.string { chat.specialTokens[member.key] = text }
    }
    if let end = chat.specialTokens["eos_token"], let token = parts.addedTokens.first(where: { $0.content == end }) {
      chat.endIDs.insert(token.id)
    }
    return chat
  }

  /// One template, or the one called `default` among several.
  private static func template(_ value: JSONValue?) -> String? {
    value?.string ?? value?.array?.first { $0["name"]?.string == "default" }?["template"]?.string
  }
}
