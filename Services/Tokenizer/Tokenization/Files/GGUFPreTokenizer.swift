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
    steps = Self.splits(family.patterns)
    switch name {
    case "falcon":
      steps = Self.falcon()
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

  /// Compiled when they are used: most have a scanner.
  private static func splits(_ expressions: [String]) -> PreTokenizer {
    .sequence(expressions.map { .split(.pattern(Pattern(known: $0)), .isolated, isInverted: false) })
  }

  /// Falcon looks for digits among the byte-level characters.
  private static func falcon() -> PreTokenizer {
    .sequence([
      .split(.scalars(.punctuation), .contiguous, isInverted: false), splits([WordPatterns.gpt2]),
      .rewrite(.byteLevelCharacters), .split(.scalars(.numbers), .contiguous, isInverted: false),
      splits(["[0-9][0-9][0-9]"]),
    ])
  }
}
