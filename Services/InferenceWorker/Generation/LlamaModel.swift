internal import ModelFiles
internal import NumericKernels

/// Llama 2 and 3 and Qwen2: pre-normalised attention with rotary positions and grouped queries, SwiGLU feed-forward.
///
/// Sources: Touvron et al. 2023 (Llama 2), Grattafiori et al. 2024 (Llama 3), Yang et al. 2024 (Qwen2).
final class LlamaModel: LanguageModel {
  /// One transformer block.
  struct Layer: Sendable {
    let attentionNorm: Weights
    let query: Matrix, key: Matrix, value: Matrix, output: Matrix
    let queryBias: Weights?, keyBias: Weights?, valueBias: Weights?
    let feedForwardNorm: Weights
    let gate: Matrix, up: Matrix, down: Matrix
  }

  let configuration: LlamaConfiguration
  let embedding: Matrix
  let layers: [Layer]
  let outputNorm: Weights
  /// The embedding itself where the file has no head of its own (tied weights).
  let head: Matrix
  let rotary: RotaryEmbedding
  let description: ModelDescription

  init(_ file: GGUFFile, rotaryPairs: RotaryPairs) throws(ModelFileError) {
    let c = try LlamaConfiguration(file), loader = WeightLoader(file: file)
    configuration = c
    embedding = try loader.matrix("token_embd.weight", rows: c.vocabulary, columns: c.embedding)
    var layers: [Layer] = []
    for index in 0..<c.layers { layers.append(try Layer(loader, "blk.\(index)", c)) }
    self.layers = layers
    outputNorm = try loader.vector("output_norm.weight", count: c.embedding)
    let isTied = file.tensors["output.weight"] == nil
    head = isTied ? embedding : try loader.matrix("output.weight", rows: c.vocabulary, columns: c.embedding)
    rotary = RotaryEmbedding(
      c, divisors: try loader.vectorIfPresent("rope_freqs.weight", count: c.rotated / 2), pairs: rotaryPairs)
    description = ModelDescription(
      architecture: c.architecture, vocabularySize: c.vocabulary, contextTokens: c.context, endIDs: endIDs(of: file),
      parameters: file.tensors.values.reduce(0) { $0 + $1.count },
      bytesPerToken: layers.reduce(head.byteCount) { $0 + $1.byteCount })
  }

  func makeSession(_ shape: SessionShape) -> any ModelSession { LlamaSession(self, shape) }
}

extension LlamaModel.Layer {
  init(_ loader: WeightLoader, _ name: String, _ c: LlamaConfiguration) throws(ModelFileError) {
    let queries = c.heads * c.headSize, keys = c.keyValueHeads * c.headSize
    attentionNorm = try loader.vector("\(name).attn_norm.weight", count: c.embedding)
    query = try loader.matrix("\(name).attn_q.weight", rows: queries, columns: c.embedding)
    key = try loader.matrix("\(name).attn_k.weight", rows: keys, columns: c.embedding)
    value = try loader.matrix("\(name).attn_v.weight", rows: keys, columns: c.embedding)
    output = try loader.matrix("\(name).attn_output.weight", rows: c.embedding, columns: queries)
    queryBias = try loader.vectorIfPresent("\(name).attn_q.bias", count: queries)
    keyBias = try loader.vectorIfPresent("\(name).attn_k.bias", count: keys)
    valueBias = try loader.vectorIfPresent("\(name).attn_v.bias", count: keys)
    feedForwardNorm = try loader.vector("\(name).ffn_norm.weight", count: c.embedding)
    gate = try loader.matrix("\(name).ffn_gate.weight", rows: c.feedForward, columns: c.embedding)
    up = try loader.matrix("\(name).ffn_up.weight", rows: c.feedForward, columns: c.embedding)
    down = try loader.matrix("\(name).ffn_down.weight", rows: c.embedding, columns: c.feedForward)
  }

  var byteCount: Int { [query, key, value, output, gate, up, down].reduce(0) { $0 + $1.byteCount } }
}
