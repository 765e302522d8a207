/// Split patterns as the models' tokenizer.json files have them.
enum GGUFPatterns {
  /// Names of `tokenizer.ggml.pre` that stand for the same.
  struct Family {
    var names: [String]
    /// Applied one after the other, each to the pieces of the one before.
    var patterns: [String]
    /// Whether text is composed first (normalization form C).
    var composes = false
    var ignoresMerges = false
    var addsStart = false
  }

  static let families: [Family] = [
    Family(
      names: [
        "llama3", "llama-v3", "llama-bpe", "falcon3", "falcon-h1", "pixtral", "midm-2.0", "lfm2", "jina-v5-nano",
      ], patterns: [WordPatterns.llama3], ignoresMerges: true, addsStart: true),
    Family(names: ["dbrx", "smaug-bpe", "glm4", "chatglm-bpe"], patterns: [WordPatterns.llama3]),
    Family(
      names: ["qwen2", "deepseek-r1-qwen", "megrez", "kormo", "f2llmv2"], patterns: [WordPatterns.qwen2],
      composes: true),
    Family(names: ["stablelm2", "hunyuan", "solar-open", "grok-2"], patterns: [WordPatterns.qwen2]),
    Family(names: ["qwen35"], patterns: [qwen35], composes: true),
    Family(
      names: [
        "gpt-2", "phi-2", "jina-es", "jina-de", "gigachat", "jina-v2-es", "jina-v2-de", "a.x-4.0", "mellum", "exaone4",
        "jina-v1-en", "jina-v2-code", "roberta-bpe", "jais", "trillion", "granite-docling",
      ], patterns: [WordPatterns.gpt2]),
    Family(names: ["mpt", "olmo", "modern-bert"], patterns: [WordPatterns.gpt2], composes: true),
    Family(
      names: ["starcoder", "refact", "command-r", "smollm", "codeshell", "exaone", "minerva-7b", "mellum2"],
      patterns: [#"\p{N}"#, WordPatterns.gpt2]),
    Family(names: ["deepseek-v3", "hunyuan-dense", "joyai-llm", "hy_v4"], patterns: deepseekV3),
    Family(names: ["deepseek-llm"], patterns: deepseekLLM),
    Family(names: ["deepseek-coder"], patterns: deepseekCoder),
    Family(names: ["gpt-4o", "llama4", "kanana2", "talkie", "minimax-m2"], patterns: [o200k]),
    Family(names: ["granite-embed-multi-97m"], patterns: [o200k], ignoresMerges: true),
    Family(names: ["tekken"], patterns: [tekken], ignoresMerges: true, addsStart: true),
    Family(names: ["kimi-k2"], patterns: [kimi]),
    Family(names: ["bailingmoe", "bailingmoe2", "llada-moe"], patterns: [bailing]),
    Family(names: ["seed-coder"], patterns: [seedCoder]),
    Family(names: ["ufakzeka"], patterns: [plainQwen]),
    Family(names: ["laguna"], patterns: [#"[^\n]+|[\n]+"#, WordPatterns.qwen2]),
    Family(names: ["exaone-moe"], patterns: [exaoneMoE]),
    Family(names: ["afmoe"], patterns: afmoe),
    Family(names: ["superbpe"], patterns: [#"\p{N}+"#, #"\d{1,3}(?=(?:\d{3})*(?!\d))"#]),
    Family(names: ["tiny_aya", "cohere2moe"], patterns: [#"\d{1,3}(?=(?:\d{3})*(?!\w))"#, o200k]),
    Family(names: ["poro-chat", "bloom", "gpt3-finnish"], patterns: [bloom]),
    Family(names: ["viking"], patterns: [bloom, #"\p{N}"#]),
    Family(names: ["youtu"], patterns: youtu, ignoresMerges: true),
    Family(names: ["chameleon"], patterns: chameleon, addsStart: true),
    Family(names: ["falcon"], patterns: []),
    Family(names: ["gemma4"], patterns: [#"[^\n]+|[\n]+"#]),
    Family(
      names: ["default"],
      patterns: [#"[\p{P}\$\+<=>\^~\|]+"#, WordPatterns.gpt2, #"\p{N}+"#, "[0-9][0-9][0-9]"]),
  ]

  static let deepseekV3 = [
    #"\p{N}{1,3}"#, #"[\u4E00-\u9FA5\u3040-\u309F\u30A0-\u30FF]+"#,
    ##"[!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+|"##
      + #" ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#,
  ]

  static let deepseekCoder = [#"[\r\n]"#, #"\s?\p{L}+"#, #"\s?\p{P}+"#, han, #"\p{N}"#]

  static let deepseekLLM = [
    #"[\r\n]"#, #"\s?["# + casedLetters + "]+",
    #"\s?[!-/:-~\uFF01-\uFF0F\uFF1A-\uFF5E\u2018-\u201F\u3000-\u3002]+"#, #"\s+$"#, han, #"\p{N}+"#,
  ]

  static let o200k = o200kLetters + #"\p{N}{1,3}"# + o200kOthers

  private static let o200kLetters =
    #"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|"#
    + #"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|"#

  private static let o200kOthers = #"| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"#

  static let tekken =
    #"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+|"#
    + #"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*|"#
    + #"\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"#

  /// Han characters by themselves; the letters of o200k without them.
  static let kimi: String = {
    let upper = #"(?:(?!\#(hanScript))[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}])"#
    let lower = #"(?:(?!\#(hanScript))[\p{Ll}\p{Lm}\p{Lo}\p{M}])"#
    let contraction = "(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
    return hanScript + "+|" + #"[^\r\n\p{L}\p{N}]?"# + upper + "*" + lower + "+" + contraction
      + #"|[^\r\n\p{L}\p{N}]?"# + upper + "+" + lower + "*" + contraction
      + #"|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
  }()

  /// Unicode's script Han.
  private static let hanScript =
    #"[\u2E80-\u2E99\u2E9B-\u2EF3\u2F00-\u2FD5\u3005\u3007\u3021-\u3029\u3038-\u303B\u3400-\u4DBF\u4E00-\u9FFF"#
    + #"\uF900-\uFA6D\uFA70-\uFAD9\x{16FE2}-\x{16FE3}\x{16FF0}-\x{16FF1}\x{20000}-\x{2A6DF}\x{2A700}-\x{2B739}"#
    + #"\x{2B740}-\x{2B81D}\x{2B820}-\x{2CEA1}\x{2CEB0}-\x{2EBE0}\x{2EBF0}-\x{2EE5D}\x{2F800}-\x{2FA1D}"#
    + #"\x{30000}-\x{3134A}\x{31350}-\x{323AF}]"#

  private static let qwen35 =
    #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?[\p{L}\p{M}]+|\p{N}| ?[^\s\p{L}\p{M}\p{N}]+[\r\n]*|"#
    + #"\s*[\r\n]+|\s+(?!\S)|\s+"#

  private static let plainQwen =
    #"[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#

  private static let bailing =
    #"(?i:'s|'d|'m|'t|'ll|'ve|'re)|[^\r\n\p{L}\p{N}]?+\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]++[\r\n]*|\s*[\r\n]|\s+(?!\S)|\s+"#

  private static let seedCoder =
    #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1}| ?[^\s\p{L}\p{N}\r\n]+|\s*[\r\n]+|"#
    + #"\s+(?!\S)|\s+"#

  private static let exaoneMoE =
    #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?(?:\p{L}\p{M}*(?: \p{L}\p{M}*)*)+|\p{N}|"#
    + #" ?[^\s\p{L}\p{N}]+[\r\n/]?|\s*[\r\n]|\s+(?!\S)|\s+"#

  private static let bloom = #" ?[^(\s|.,!?…。，、।۔،)]+"#

  private static let afmoe = [
    #"\p{N}{1,3}(?=(?:\p{N}{3})*(?!\p{N}))"#,
    #"[\u4E00-\u9FFF\u3400-\u4DBF\uF900-\uFAFF\u3040-\u30FF\uFF65-\uFF9F\u2F00-\u2FDF\u0E40-\u0E7F\u0EC0-\u0EFF"#
      + #"\u1780-\u17FF\u1000-\u109F\uAA60-\uAA7F\uA9E0-\uA9FF\uAC00-\uD7AF\u1100-\u11FF]+"#,
    deepseekV3[2],
  ]

  private static let youtu = [
    #"[\uAC00-\uD7A3\u3131-\u318E]+|[！…“”‘’—：；，、-〿︰-﹏]+|[\u3105-\u312F]+|[\u4E00-\u9FA5\u3040-\u30FF]+"#,
    o200kLetters + #"\p{N}"# + o200kOthers,
  ]

  private static let chameleon = [
    "<sentinel:[0-9]+>", "(IMGIMG)((A|B|C|D|E|F|G|H|I){1,4})Z", #"([\t\n]|    |  )"#, #"\p{N}"#,
    #"[\p{P}!-/:-@\[-`{-~]"#, WordPatterns.gpt2,
  ]

  private static let han = #"[\u4E00-\u9FA5\u0800-\u4E00\uAC00-\uD7FF]+"#

  /// The cased letters of an older Unicode version.
  private static let casedLetters =
    #"A-Za-z\u00B5\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u01BA\u01BC-\u01BF\u01C4-\u0293\u0295-\u02AF\u0370-\u0373"#
    + #"\u0376\u0377\u037B-\u037D\u037F\u0386\u0388-\u038A\u038C\u038E-\u03A1\u03A3-\u03F5\u03F7-\u0481"#
    + #"\u048A-\u052F\u0531-\u0556\u10A0-\u10C5\u13A0-\u13F5\u13F8-\u13FD\u1C90-\u1CBA\u1CBD-\u1CBF\u1D00-\u1D2B"#
    + #"\u1D6B-\u1D77\u1D79-\u1D9A\u1E00-\u1F15\u1F18-\u1F1D\u1F20-\u1F45\u1F48-\u1F4D\u1F50-\u1F57\u1F59\u1F5B"#
    + #"\u1F5D\u1F5F-\u1F7D\u1F80-\u1FB4\u1FB6-\u1FBC\u1FBE\u1FC2-\u1FC4\u1FC6-\u1FCC\u1FD0-\u1FD3\u1FD6-\u1FDB"#
    + #"\u1FE0-\u1FEC\u1FF2-\u1FF4\u1FF6-\u1FFC\u2102\u2107\u210A-\u2113\u2115\u2119-\u211D\u2124\u2126\u2128"#
    + #"\u212A-\u212D\u212F-\u2134\u2139\u213C-\u213F\u2145-\u2149\u214E\u2183\u2184\u2C00-\u2C7B\u2C7E-\u2CE4"#
    + #"\u2CEB-\u2CEE\u2CF2\u2CF3\uA640-\uA66D\uA680-\uA69B\uA722-\uA76F\uA771-\uA787\uA78B-\uA78E\uAB70-\uABBF"#
    + #"\uFB00-\uFB06\uFB13-\uFB17\uFF21-\uFF3A\uFF41-\uFF5A\x{10400}-\x{1044F}\x{104B0}-\x{104D3}"#
    + #"\x{104D8}-\x{104FB}\x{10C80}-\x{10CB2}\x{10CC0}-\x{10CF2}\x{118A0}-\x{118DF}\x{1E900}-\x{1E943}"#
}
