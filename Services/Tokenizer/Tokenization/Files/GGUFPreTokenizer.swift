/// What the names in `tokenizer.ggml.pre` stand for. A name that is not here is an error: a wrong cut gives wrong ids
/// without any other sign.
///
/// Source: the tokenizer.json files of the models, to which llama.cpp's names refer.
struct GGUFPreTokenizer {
  var steps: PreTokenizer
  var normalizer = Normalizer.identity
  /// What the steps end in.
  var alphabet = Alphabet.bytes
  var ignoresMerges = false
  /// Whether a beginning-of-text token is added when the file does not say.
  var addsStart = false

  enum Alphabet {
    /// Bytes, which the model starts from.
    case bytes
    /// The byte-level alphabet's characters.
    case characters
    /// Text as it is, with SentencePiece's visible spaces and byte tokens.
    case visibleSpaces
  }

  init(named name: String) throws(TokenizerError) {
    guard let family = GGUFPatterns.families.first(where: { $0.names.contains(name) }) else {
      throw .unsupported(component: "tokenizer.ggml.pre \(name)")
    }
    steps = try Self.splits(family.patterns)
    switch name {
    case "falcon":
      steps = try Self.falcon()
      alphabet = .characters
    case "gemma4":
      normalizer = .replace(.literal([0x20]), with: Array("▁".utf8))
      alphabet = .visibleSpaces
    case _ where family.composes: normalizer = .form(.composed)
    default: break
    }
    ignoresMerges = family.ignoresMerges
    addsStart = family.addsStart
  }

  /// The name that older files lack, as far as the architecture tells it.
  static func name(ofArchitecture architecture: String) -> String? {
    switch architecture {
    case "gptneox": "olmo"
    case "gpt2": "gpt-2"
    case "mpt", "falcon", "starcoder", "refact", "bloom": architecture
    case "qwen", "qwen2": "qwen2"
    default: nil
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
      .split(.scalars(.punctuation), .contiguous, isInverted: false), try splits([WordPatterns.gpt2]),
      .rewrite(.byteLevelCharacters), .split(.scalars(.numbers), .contiguous, isInverted: false),
      try splits(["[0-9][0-9][0-9]"]),
    ])
  }
}
