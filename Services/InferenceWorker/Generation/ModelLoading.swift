public import ModelFiles
internal import NumericKernels

/// Loads a model by its file's architecture.
///
/// - Throws: `ModelFileError` when the architecture is unknown, or a key, tensor, shape or type does not fit.
public func loadModel(_ file: GGUFFile) throws(ModelFileError) -> any LanguageModel {
  switch try file.architecture {
  case "llama": return try LlamaModel(file, rotaryPairs: .interleaved)
  // Qwen2 is a Llama with biases on queries, keys and values.
  case "qwen2": return try LlamaModel(file, rotaryPairs: .halves)
  case let other: throw .unsupported("architecture \"\(other.prefix(60))\": llama and qwen2 can be run")
  }
}

/// The tokens after which a text is complete, by the file's metadata.
func endIDs(of file: GGUFFile) -> Set<Int32> {
  let keys = ["eos_token_id", "eot_token_id", "eom_token_id"].map { "tokenizer.ggml.\($0)" }
  return Set(keys.compactMap { file.metadata[$0]?.int }.compactMap { Int32(exactly: $0) })
}
