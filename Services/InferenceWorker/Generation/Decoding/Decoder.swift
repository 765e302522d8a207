internal import ModelFiles
internal import NumericKernels

/// A decoder-only transformer: pre-normalised attention and feed-forward layers between an embedding and a head.
///
/// What the layers are made of is the architecture's business (Architectures/).
final class Decoder: LanguageModel {
  /// One transformer block.
  struct Layer: Sendable {
    let attentionNorm: Weights
    let attention: any AttentionLayer
    let feedForwardNorm: Weights
    let feedForward: any FeedForwardLayer
  }

  let embedding: Matrix
  let layers: [Layer]
  let outputNorm: Weights
  /// The embedding itself where the model has no head of its own (tied weights).
  let head: Projection
  let normEpsilon: Float
  let rotary: RotaryEmbedding
  let cacheShape: CacheShape
  let description: ModelDescription

  init(
    _ settings: Settings, _ loader: WeightLoader, layers: [Layer], embedding width: Int, normEpsilon: Float,
    rotary: RotaryEmbedding, context: Int, cacheShape: CacheShape
  ) throws(ModelFileError) {
    let vocabulary = try loader.tensor("token_embd.weight").rows
    embedding = try loader.table("token_embd.weight", rows: vocabulary, columns: width)
    outputNorm = try loader.vector("output_norm.weight", count: width)
    let isTied = try settings.isTied() ? true : !loader.has("output.weight")
    let weight = try loader.matrix(
      isTied ? "token_embd.weight" : "output.weight", rows: vocabulary, columns: width, isHead: true)
    head = Projection(
      weight, bias: try loader.vectorIfPresent("output.bias", count: vocabulary),
      changes: try loader.changes("output", rows: vocabulary, columns: width))
    (self.layers, self.normEpsilon, self.rotary, self.cacheShape) = (layers, normEpsilon, rotary, cacheShape)
    description = ModelDescription(
      architecture: settings.architecture, vocabularySize: vocabulary, contextTokens: context,
      endIDs: try settings.endIDs(), parameters: settings.source.tensors.values.reduce(0) { $0 + $1.count },
      precision: loader.precision.name(for: settings.source),
      bytesPerToken: layers.reduce(head.byteCount) { $0 + $1.attention.byteCount + $1.feedForward.byteCount },
      keysDependOnLength: rotary.dependsOnLength, adapterCount: loader.adapters.count, cacheShape: cacheShape)
  }

  func makeSession(_ shape: SessionShape) -> any ModelSession { DecoderSession(self, shape) }
}

extension Settings {
  /// Whether the head is the embedding although a tensor for it may be there.
  func isTied() throws(ModelFileError) -> Bool {
    guard case .safetensors(let folder) = source else { return false }
    return try folder.configuration.bool("tie_word_embeddings", or: false)
  }
}
