internal import ModelFiles
internal import NumericKernels

/// BERT encoders: every token attends to the whole text, and each sum is normalised after the layer that it adds.
///
/// Source: Devlin et al. 2019.
final class BERT: Encoder {
  /// One transformer block.
  struct Layer: Sendable {
    let query: Projection, key: Projection, value: Projection, output: Projection
    let attentionNorm: LayerNorm
    let up: Projection, down: Projection
    let outputNorm: LayerNorm
  }

  let tokens: Matrix, positions: Matrix
  /// Of the first kind of token: texts are given alone, never as a pair.
  let tokenType: Weights
  let embeddingNorm: LayerNorm
  let layers: [Layer]
  let heads: Int
  let description: EncoderDescription

  init(_ settings: Settings, _ loader: WeightLoader) throws(ModelFileError) {
    try settings.requirePlainEncoder()
    let width = try settings.size("embedding_length", "hidden_size")
    let feedForward = try settings.size("feed_forward_length", "intermediate_size")
    heads = try settings.size("attention.head_count", "num_attention_heads")
    guard width % heads == 0 else { throw .unsupported("\(heads) heads of \(width) elements: not a whole number each") }
    let context = try settings.size("context_length", "max_position_embeddings")
    let epsilon = Float(try settings.number("attention.layer_norm_epsilon", "layer_norm_eps"))
    let vocabulary = try loader.tensor("token_embd.weight").rows
    tokens = try loader.table("token_embd.weight", rows: vocabulary, columns: width)
    positions = try loader.table("position_embd.weight", rows: context, columns: width)
    let types = try loader.tensor("token_types.weight").rows
    tokenType = Weights(try loader.table("token_types.weight", rows: types, columns: width)[rows: 0..<1].floats())
    embeddingNorm = try loader.layerNorm("token_embd_norm", count: width, epsilon)
    var layers: [Layer] = []
    for index in 0..<(try settings.size("block_count", "num_hidden_layers")) {
      layers.append(try Layer(loader, "blk.\(index)", width, feedForward, epsilon))
    }
    self.layers = layers
    description = EncoderDescription(
      architecture: settings.architecture, vocabularySize: vocabulary, dimensions: width,
      contextTokens: try settings.sentenceTokens(or: context), pooling: try settings.pooling())
  }

  func makeSession(batchTokens: Int, threads: Int, cache: CachePrecision) -> any EncoderSession {
    BERTSession(self, batchTokens: batchTokens, threads: threads, cache)
  }
}

/// The forward pass of a BERT encoder.
private final class BERTSession: EncoderSession {
  let batchTokens: Int
  private let model: BERT
  private let compute: Compute
  /// One layer is enough: nothing is kept from one to the next.
  private let cache: KeyValueCache
  private let x: Activations, q: Activations, k: Activations, v: Activations, attended: Activations, added: Activations
  private let raised: Activations

  init(_ model: BERT, batchTokens: Int, threads: Int, _ precision: CachePrecision) {
    let width = model.tokens.columns, headSize = width / model.heads
    self.model = model
    self.batchTokens = max(batchTokens, model.description.contextTokens)
    compute = Compute(threads: threads)
    // Each text begins a page of its own.
    cache = KeyValueCache(
      layers: 1, heads: model.heads, keySize: headSize, valueSize: headSize, pages: self.batchTokens,
      format: precision.format)
    let capacity = self.batchTokens
    func rows(_ columns: Int) -> Activations { Activations(capacity: capacity, columns: columns) }
    (x, q, k, v, attended, added) = (rows(width), rows(width), rows(width), rows(width), rows(width), rows(width))
    raised = rows(model.layers.first?.up.weight.rows ?? 1)
  }

  func states(of texts: [[Int32]]) -> [[[Float]]] {
    embed(texts)
    let places = places(of: texts)
    for layer in model.layers { run(layer, places) }
    var row = 0
    return texts.map { text in
      defer { row += text.count }
      return (row..<row + text.count).map { x.row($0) }
    }
  }

  private func embed(_ texts: [[Int32]]) {
    let total = texts.reduce(0) { $0 + $1.count }
    x.resize(rows: total)
    added.resize(rows: total)
    var row = 0
    for text in texts {
      for (position, token) in text.enumerated() {
        x.setRow(row, toRow: Int(token), of: model.tokens)
        added.setRow(row, toRow: position, of: model.positions)
        row += 1
      }
    }
    compute.add(added, to: x)
    compute.add(model.tokenType, to: x)
    compute.normalize(x, model.embeddingNorm, into: x)
  }

  private func places(of texts: [[Int32]]) -> BatchPlaces {
    var places = BatchPlaces(), page: Int32 = 0
    for text in texts {
      let needed = Int32((text.count + cache.pageTokens - 1) / cache.pageTokens)
      places.append(
        position: 0, count: text.count, pages: Array(page..<page + needed), pageTokens: cache.pageTokens,
        isCausal: false)
      page += needed
    }
    return places
  }

  /// x = LayerNorm(x + Attention(x)), then x = LayerNorm(x + GELU(x Wup) Wdown).
  private func run(_ layer: BERT.Layer, _ places: BatchPlaces) {
    layer.query(x, into: q, compute)
    layer.key(x, into: k, compute)
    layer.value(x, into: v, compute)
    compute.store(keys: k, values: v, in: cache, layer: 0, at: places)
    let scale = 1 / Float(cache.keySize).squareRoot()
    compute.attend(q, cache, layer: 0, at: places, scale: scale, into: attended)
    layer.output(attended, into: added, compute)
    compute.add(added, to: x)
    compute.normalize(x, layer.attentionNorm, into: x)
    layer.up(x, into: raised, compute)
    compute.gelu(raised)
    layer.down(raised, into: added, compute)
    compute.add(added, to: x)
    compute.normalize(x, layer.outputNorm, into: x)
  }
}

extension BERT.Layer {
  fileprivate init(
    _ loader: WeightLoader, _ name: String, _ width: Int, _ feedForward: Int, _ epsilon: Float
  ) throws(ModelFileError) {
    query = try Projection(loader, "\(name).attn_q", rows: width, columns: width)
    key = try Projection(loader, "\(name).attn_k", rows: width, columns: width)
    value = try Projection(loader, "\(name).attn_v", rows: width, columns: width)
    output = try Projection(loader, "\(name).attn_output", rows: width, columns: width)
    attentionNorm = try loader.layerNorm("\(name).attn_output_norm", count: width, epsilon)
    up = try Projection(loader, "\(name).ffn_up", rows: feedForward, columns: width)
    down = try Projection(loader, "\(name).ffn_down", rows: width, columns: feedForward)
    outputNorm = try loader.layerNorm("\(name).layer_output_norm", count: width, epsilon)
  }
}

extension WeightLoader {
  fileprivate func layerNorm(_ name: String, count: Int, _ epsilon: Float) throws(ModelFileError) -> LayerNorm {
    LayerNorm(
      weight: try vector("\(name).weight", count: count), bias: try vector("\(name).bias", count: count),
      epsilon: epsilon)
  }
}
