/// What a rank file does not say: how text is cut, and which special tokens there are.
///
/// Source: `openai_public.py` of tiktoken, and the code published with Llama 3, Llama 4, Qwen and Kimi K2.
struct RankEncoding {
  var pattern: String
  var special: [AddedToken]
  /// Whether text is composed first (normalization form C).
  var composes = false
  /// The token in front of each text.
  var start: String?

  var startID: Int32? { start.flatMap { start in special.first { $0.content == start }?.id } }

  /// With these tokens in the place of those that are known to have their ids or their names.
  func replacing(_ tokens: [AddedToken]) -> RankEncoding {
    var copy = self
    let ids = Set(tokens.map(\.id))
    let names = Set(tokens.map(\.content))
    copy.special.removeAll { ids.contains($0.id) || names.contains($0.content) }
    copy.special += tokens
    return copy
  }

  /// The encoding that a file's name tells, or the number of its ranks.
  static func known(fileName: String, rankCount: Int) throws(TokenizerError) -> RankEncoding {
    let name = fileName.lowercased()
    if let encoding = named(name, rankCount) ?? counted(rankCount) { return encoding }
    throw .unsupported(component: "rank file \(fileName) with \(rankCount) tokens (its pattern is not known)")
  }

  private static func named(_ name: String, _ count: Int) -> RankEncoding? {
    if name.contains("o200k_harmony") { return .harmony }
    if name.contains("o200k") { return .o200k }
    if name.contains("cl100k") { return .cl100k }
    if name.contains("p50k_edit") { return .p50kEdit }
    if name.contains("p50k") { return .gpt2(endID: 50_256) }
    if name.contains("r50k") || name.contains("gpt2") || name.contains("gpt-2") { return .gpt2(endID: 50_256) }
    if name.contains("qwen") { return .qwen(first: count) }
    if name.contains("kimi") { return .kimi(first: count) }
    return nil
  }

  private static func counted(_ count: Int) -> RankEncoding? {
    switch count {
    case 50_256, 50_280, 50_281: .gpt2(endID: 50_256)
    case 100_256: .cl100k
    case 199_998: .o200k
    case 128_000: .llama3
    case 200_000: .llama4
    case 151_643: .qwen(first: count)
    case 163_584: .kimi(first: count)
    default: nil
    }
  }
}

extension RankEncoding {
  private static func special(_ tokens: [(String, Int)]) -> [AddedToken] {
    tokens.map { AddedToken(content: $0.0, id: Int32($0.1), isSpecial: true) }
  }

  /// Tokens with ids one after the other.
  private static func numbered(_ names: [String], from first: Int) -> [AddedToken] {
    special(names.enumerated().map { ($1, first + $0) })
  }

  private static func gpt2(endID: Int) -> RankEncoding {
    RankEncoding(pattern: WordPatterns.gpt2, special: special([("<|endoftext|>", endID)]))
  }

  private static let fillInTheMiddle = ["<|fim_prefix|>", "<|fim_middle|>", "<|fim_suffix|>"]

  private static let p50kEdit = RankEncoding(
    pattern: WordPatterns.gpt2,
    special: special([("<|endoftext|>", 50_256)]) + numbered(fillInTheMiddle, from: 50_281))

  private static let cl100k = RankEncoding(
    pattern: WordPatterns.llama3,
    special: special([("<|endoftext|>", 100_257)]) + numbered(fillInTheMiddle, from: 100_258)
      + special([("<|endofprompt|>", 100_276)]))

  private static let o200k = RankEncoding(
    pattern: GGUFPatterns.o200k, special: special([("<|endoftext|>", 199_999), ("<|endofprompt|>", 200_018)]))

  private static let harmony: RankEncoding = {
    let named = [
      ("<|startoftext|>", 199_998), ("<|endoftext|>", 199_999), ("<|return|>", 200_002), ("<|constrain|>", 200_003),
      ("<|channel|>", 200_005), ("<|start|>", 200_006), ("<|end|>", 200_007), ("<|message|>", 200_008),
      ("<|call|>", 200_012), ("<|endofprompt|>", 200_018),
    ]
    let taken = Set(named.map(\.1))
    let reserved = (200_000..<201_088).filter { !taken.contains($0) }.map { ("<|reserved_\($0)|>", $0) }
    return RankEncoding(pattern: GGUFPatterns.o200k, special: special(named + reserved))
  }()

  private static let llama3: RankEncoding = {
    let named = [
      "<|begin_of_text|>", "<|end_of_text|>", "<|reserved_special_token_0|>", "<|reserved_special_token_1|>",
      "<|finetune_right_pad_id|>", "<|reserved_special_token_2|>", "<|start_header_id|>", "<|end_header_id|>",
      "<|eom_id|>", "<|eot_id|>", "<|python_tag|>",
    ]
    let reserved = (3..<248).map { "<|reserved_special_token_\($0)|>" }
    return RankEncoding(
      pattern: WordPatterns.llama3, special: numbered(named + reserved, from: 128_000),
      start: "<|begin_of_text|>")
  }()

  private static let llama4: RankEncoding = {
    func reserved(_ kind: String, _ range: Range<Int>) -> [String] {
      range.map { "<|\(kind)_reserved_special_token_\($0)|>" }
    }
    let basic = ["<|begin_of_text|>", "<|end_of_text|>"] + fillInTheMiddle
    let chat =
      ["<|header_start|>", "<|header_end|>", "<|eom|>", "<|eot|>", "<|step|>"]
      + reserved("text_post_train", 0..<6) + ["<|python_start|>", "<|python_end|>", "<|finetune_right_pad|>"]
      + reserved("text_post_train", 6..<67)
    let vision =
      ["<|image_start|>", "<|image_end|>"] + reserved("vision", 0..<2) + [
        "<|tile_x_separator|>", "<|tile_y_separator|>",
      ]
      + reserved("vision", 2..<6) + ["<|image|>"] + reserved("vision", 6..<7) + ["<|patch|>"]
      + reserved("vision", 7..<1048)
    return RankEncoding(
      pattern: GGUFPatterns.o200k, special: numbered(basic + chat + vision, from: 200_000), start: "<|begin_of_text|>")
  }()

  private static func qwen(first: Int) -> RankEncoding {
    let extra = (0..<205).map { "<|extra_\($0)|>" }
    return RankEncoding(
      pattern: WordPatterns.qwen2,
      special: numbered(["<|endoftext|>", "<|im_start|>", "<|im_end|>"] + extra, from: first), composes: true)
  }

  private static func kimi(first: Int) -> RankEncoding {
    let named = [
      0: "[BOS]", 1: "[EOS]", 2: "<|im_end|>", 3: "<|im_user|>", 4: "<|im_assistant|>", 6: "<|start_header_id|>",
      7: "<|end_header_id|>", 9: "[EOT]", 10: "<|im_system|>", 11: "<|tool_calls_section_begin|>",
      12: "<|tool_calls_section_end|>", 13: "<|tool_call_begin|>", 14: "<|tool_call_argument_begin|>",
      15: "<|tool_call_end|>", 17: "<|im_middle|>", 254: "[UNK]", 255: "[PAD]",
    ]
    return RankEncoding(
      pattern: GGUFPatterns.kimi,
      special: numbered((0..<256).map { named[$0] ?? "<|reserved_token_\(first + $0)|>" }, from: first))
  }
}
