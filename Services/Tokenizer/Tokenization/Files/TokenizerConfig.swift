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
      chat.endIDs.append(token.id)
    }
    return chat
  }

  /// The special tokens by id, which formats without a place for them leave to this file.
  static func addedTokens(_ config: JSONValue?) throws(TokenizerError) -> [AddedToken] {
    var tokens: [AddedToken] = []
    for member in config?["added_tokens_decoder"]?.members ?? [] {
      guard let id = Int32(member.key), id >= 0, let content = member.value["content"]?.string, !content.isEmpty else {
        throw .malformed("added_tokens_decoder has an entry without id or content")
      }
      func flag(_ key: String) -> Bool { member.value[key]?.bool ?? false }
      tokens.append(
        AddedToken(
          content: content, id: id, isSpecial: flag("special"), isNormalized: flag("normalized"),
          isSingleWord: flag("single_word"), stripsLeft: flag("lstrip"), stripsRight: flag("rstrip")))
    }
    return tokens
  }

  /// One template, or the one called `default` among several.
  private static func template(_ value: JSONValue?) -> String? {
    value?.string ?? value?.array?.first { $0["name"]?.string == "default" }?["template"]?.string
  }
}
