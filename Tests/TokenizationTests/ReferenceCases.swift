import Foundation
import TestSupport
import Testing
import Tokenization

/// A vocabulary of the reference data, and the cases that its reference tokenizer answered.
struct ReferenceVocabulary: Sendable, CustomTestStringConvertible {
  /// Under `tokenizer/vocabs`.
  var file: String
  /// Of `tokenizer/cases/NAME.jsonl`.
  var cases: String
  /// The file tells itself whether a begin token is added, and here tells otherwise than the reference's file.
  var addsOtherSpecial = false
  /// The format has no type ids.
  var addsOtherTypes = false
  /// Whether the format tells all that the places in the text depend on.
  var hasOffsets = true

  var testDescription: String { file }

  static let supported: [ReferenceVocabulary] =
    [
      "gpt-2", "llama-3.1", "qwen2.5", "deepseek-r1-distill-qwen", "deepseek-v3", "deepseek-llm", "o200k_base",
      "roberta-base", "llama-spm", "mistral-v3-spm", "phi-3-mini",
      "minilm", "bert-base-cased", "t5-small", "xlnet-base-cased",
    ].map { ReferenceVocabulary(file: "hf/\($0).json", cases: $0) } + [
      ReferenceVocabulary(file: "gguf/ggml-vocab-gpt-2.gguf", cases: "gpt-2"),
      ReferenceVocabulary(file: "gguf/ggml-vocab-deepseek-llm.gguf", cases: "deepseek-llm"),
      ReferenceVocabulary(file: "gguf/ggml-vocab-llama-spm.gguf", cases: "llama-spm"),
      ReferenceVocabulary(file: "gguf/ggml-vocab-phi-3.gguf", cases: "phi-3-mini", addsOtherSpecial: true),
      ReferenceVocabulary(file: "gguf-built/llama-bpe.gguf", cases: "llama-3.1"),
      ReferenceVocabulary(file: "gguf-built/deepseek-r1-qwen.gguf", cases: "deepseek-r1-distill-qwen"),
      ReferenceVocabulary(file: "gguf/ggml-vocab-bert-bge.gguf", cases: "minilm"),
      ReferenceVocabulary(file: "hf/minilm.vocab.txt", cases: "minilm"),
      ReferenceVocabulary(file: "spm/llama2.tokenizer.model", cases: "llama-spm"),
      ReferenceVocabulary(file: "spm/mistral-v3.model", cases: "mistral-v3-spm"),
      ReferenceVocabulary(file: "tiktoken/gpt2.tiktoken", cases: "gpt-2"),
      ReferenceVocabulary(file: "tiktoken/o200k_base.tiktoken", cases: "o200k_base"),
    ]

  var tokenizer: Tokenizer? {
    get throws { try Fixtures.shared("tokenizer/vocabs/\(file)").map { try Tokenizer(path: $0.path) } }
  }

  /// The cases of one kind, which is the key that only they have.
  func rows(_ folder: String = "cases", where isWanted: (JSONValue) -> Bool) throws -> [JSONValue] {
    guard let url = Fixtures.shared("tokenizer/\(folder)/\(cases).jsonl") else { return [] }
    return try Data(contentsOf: url).split(separator: 0x0a).map { try JSONParser.parse(Array($0)) }.filter(isWanted)
  }
}

let hasReferenceData: Bool = {
  let isThere = Fixtures.shared("tokenizer/cases") != nil
  if !isThere { print("skipped: no reference data for tokenizers on this machine") }
  return isThere
}()

extension JSONValue {
  /// The token ids under `key`.
  func ids(_ key: String) -> [Int32]? { self[key]?.array?.compactMap { $0.int.map(Int32.init) } }
  /// The texts under `key`.
  func texts(_ key: String) -> [String]? { self[key]?.array?.compactMap(\.string) }
}
