internal import ModelFiles

/// Reads the tokenizer that a GGUF file's metadata describes (`tokenizer.ggml.*`).
///
/// Source: the GGUF specification; what `tokenizer.ggml.pre` names is in ``GGUFPreTokenizer``.
struct GGUFTokenizer {
  let metadata: [String: GGUFValue]
  let tokens: PackedStrings
  let kinds: PackedIntegers
  /// The ids of all other tokens than normal ones.
  let otherIDs: [Int]

  /// `tokenizer.ggml.token_type`.
  enum Kind {
    static let normal: Int64 = 1
    static let unknown: Int64 = 2
    static let control: Int64 = 3
    static let userDefined: Int64 = 4
    static let unused: Int64 = 5
    static let byte: Int64 = 6
  }

  init(_ metadata: [String: GGUFValue]) throws(TokenizerError) {
    self.metadata = metadata
    guard let tokens = metadata["tokenizer.ggml.tokens"]?.packedStrings, !tokens.isEmpty else {
      throw .malformed("the file has no tokenizer.ggml.tokens")
    }
    self.tokens = tokens
    kinds =
      metadata["tokenizer.ggml.token_type"]?.integers
      ?? PackedIntegers(repeatElement(Kind.normal, count: tokens.count))
    guard kinds.count == tokens.count else {
      throw .malformed("tokenizer.ggml.token_type has another length than tokens")
    }
    otherIDs = kinds.places(ofAllBut: Kind.normal)
  }

  func parts() throws(TokenizerError) -> TokenizerParts {
    switch metadata["tokenizer.ggml.model"]?.string {
    case "gpt2": return try byteLevelParts()
    case "llama": return try sentencePieceParts()
    case "t5": return try unigramParts()
    case "bert": return try bertParts()
    case nil: throw .malformed("the file has no tokenizer.ggml.model")
    case let model?: throw .unsupported(component: "tokenizer.ggml.model \(model)")
    }
  }

  func flag(_ key: String, default value: Bool) -> Bool { metadata["tokenizer.ggml.\(key)"]?.bool ?? value }

  func tokenID(_ key: String) -> Int32? {
    guard let id = metadata["tokenizer.ggml.\(key)_token_id"]?.int, tokens.indices.contains(id) else { return nil }
    return Int32(id)
  }

  /// Control and user-defined tokens are found in the text itself.
  func addedTokens() -> [AddedToken] {
    // The published file keeps no flags of its tokens; Phi-3's take the white space after them.
    let name = Array((metadata["general.name"]?.string ?? "").utf8).map { $0 | 0x20 }
    let isPhi3 = ["phi-3", "phi3"].contains { phi in
      name.indices.contains { name[$0...].starts(with: phi.utf8) }
    }
    let added = otherIDs.filter { [Kind.control, Kind.userDefined, Kind.unknown].contains(kinds[$0]) }
    return added.map { id in
      var token = AddedToken(content: tokens[id], id: Int32(id), isSpecial: kinds[id] != Kind.userDefined)
      token.stripsRight = isPhi3 && !["<unk>", "<s>", "<|endoftext|>"].contains(token.content)
      return token
    }
  }

  func postProcessor(addsStart: Bool, addsEnd: Bool = false) -> PostProcessor {
    let start = flag("add_bos_token", default: addsStart) ? tokenID("bos") : nil
    let end = flag("add_eos_token", default: addsEnd) ? tokenID("eos") : nil
    return .around(start: start, end: end)
  }

  func chat() -> ChatSettings {
    var chat = ChatSettings(template: metadata["tokenizer.chat_template"]?.string)
    for (variable, key) in [
      ("bos_token", "bos"), ("eos_token", "eos"), ("pad_token", "padding"), ("unk_token", "unknown"),
    ] {
      if let id = tokenID(key) { chat.specialTokens[variable] = tokens[Int(id)] }
    }
    chat.endIDs = ["eos", "eot", "eom"].compactMap(tokenID)
    return chat
  }
}
