extension Tokenizer {
  /// A tokenizer whose ids are the bytes of UTF-8, for models whose own vocabulary is not known.
  public static func bytes() throws(TokenizerError) -> Tokenizer {
    try Tokenizer(json: Array(byteTokenizerJSON().utf8))
  }

  /// A tokenizer.json without merges, so that each byte stays a token. `addedTokens` is a JSON list.
  static func byteTokenizerJSON(addedTokens: String = "[]") -> String {
    let tokens = (UInt8.min...UInt8.max).map { byte in
      let character = String(decoding: ByteLevelAlphabet.characters(of: [byte]), as: UTF8.self)
      let isEscaped = character == "\"" || character == "\\"
      return #""\#(isEscaped ? "\\" : "")\#(character)":\#(byte)"#
    }
    let level = #"{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":false,"use_regex":false}"#
    return """
      {"added_tokens":\(addedTokens),"pre_tokenizer":\(level),"decoder":\(level),\
      "model":{"type":"BPE","vocab":{\(tokens.joined(separator: ","))},"merges":[]}}
      """
  }
}
