/// What the names in `tokenizer.ggml.pre` stand for. A name that is not here is an error: a wrong cut gives wrong ids
/// without any other sign.
///
/// Source: the tokenizer.json files of the models, to which llama.cpp's names refer.
struct GGUFPreTokenizer {
  var steps: PreTokenizer
  var normalizer = Normalizer.identity
  /// Whether the steps end in bytes instead of the byte-level alphabet's characters.
  var isByteLevel = true
  var ignoresMerges = false
  /// Whether a beginning-of-text token is added when the file does not say.
  var addsStart = false

  init(named name: String) throws(TokenizerError) {
    switch name {
    case "llama3", "llama-v3", "llama-bpe":
      steps = try Self.splits([WordScanner.llama3Pattern])
      ignoresMerges = true
      addsStart = true
    case "qwen2", "deepseek-r1-qwen":
      steps = try Self.splits([WordScanner.qwen2Pattern])
      normalizer = .form(.composed)
    case "gpt-2", "phi-2", "roberta-bpe": steps = try Self.splits([WordScanner.gpt2Pattern])
    case "mpt":
      steps = try Self.splits([WordScanner.gpt2Pattern])
      normalizer = .form(.composed)
    case "starcoder", "refact": steps = try Self.splits([#"\p{N}"#, WordScanner.gpt2Pattern])
    case "deepseek-v3": steps = try Self.splits(GGUFPatterns.deepseekV3)
    case "deepseek-llm": steps = try Self.splits(GGUFPatterns.deepseekLLM)
    case "deepseek-coder": steps = try Self.splits(GGUFPatterns.deepseekCoder)
    case "gpt-4o": steps = try Self.splits([GGUFPatterns.o200k])
    case "tekken":
      steps = try Self.splits([GGUFPatterns.tekken])
      ignoresMerges = true
    case "falcon":
      steps = try Self.falcon()
      isByteLevel = false
    default: throw .unsupported(component: "tokenizer.ggml.pre \(name)")
    }
  }

  private static func splits(_ expressions: [String]) throws(TokenizerError) -> PreTokenizer {
    var steps: [PreTokenizer] = []
    for expression in expressions {
      steps.append(.split(try Splitter(regularExpression: expression), .isolated, isInverted: false))
    }
    return .sequence(steps)
  }

  /// Falcon looks for digits among the byte-level characters.
  private static func falcon() throws(TokenizerError) -> PreTokenizer {
    .sequence([
      .split(.scalars(.punctuation), .contiguous, isInverted: false), try splits([WordScanner.gpt2Pattern]),
      .rewrite(.byteLevelCharacters), .split(.scalars(.numbers), .contiguous, isInverted: false),
      try splits(["[0-9][0-9][0-9]"]),
    ])
  }
}
