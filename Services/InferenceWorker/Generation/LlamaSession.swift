internal import NumericKernels

/// The forward pass of a Llama-architecture model over a paged cache.
///
/// Shapes: T rows of the batch; x [T, embedding]; q [T, heads * headSize]; k, v [T, keyValueHeads * headSize].
final class LlamaSession: ModelSession {
  private let model: LlamaModel
  private let compute: Compute
  private let cache: KeyValueCache
  private let x: Activations, normed: Activations, projected: Activations
  private let q: Activations, k: Activations, v: Activations, attended: Activations
  private let gate: Activations, up: Activations
  private let cosine: Activations, sine: Activations
  private let head: OutputHead

  init(_ model: LlamaModel, _ shape: SessionShape) {
    let c = model.configuration
    func rows(of columns: Int) -> Activations { Activations(capacity: shape.batchTokens, columns: columns) }
    self.model = model
    compute = Compute(threads: shape.threads)
    cache = KeyValueCache(
      layers: c.layers, heads: c.keyValueHeads, headSize: c.headSize, pages: shape.pages, pageTokens: shape.pageTokens)
    (x, normed, projected) = (rows(of: c.embedding), rows(of: c.embedding), rows(of: c.embedding))
    (q, attended) = (rows(of: c.heads * c.headSize), rows(of: c.heads * c.headSize))
    (k, v) = (rows(of: c.keyValueHeads * c.headSize), rows(of: c.keyValueHeads * c.headSize))
    (gate, up) = (rows(of: c.feedForward), rows(of: c.feedForward))
    (cosine, sine) = (rows(of: c.rotated / 2), rows(of: c.rotated / 2))
    head = OutputHead(model, compute)
  }

  func forward(_ batch: Batch) -> [[Float]] {
    let places = places(of: batch)
    embed(batch)
    model.rotary.write(places.positions, cosine: cosine, sine: sine)
    for (index, layer) in model.layers.enumerated() {
      attend(layer, index, places)
      feedForward(layer)
    }
    return head.logits(of: x, rows: wantedRows(of: batch))
  }

  /// x += Attention(RMSNorm(x)) Wo
  private func attend(_ layer: LlamaModel.Layer, _ index: Int, _ places: BatchPlaces) {
    let c = model.configuration
    compute.normalize(x, layer.attentionNorm, epsilon: c.normEpsilon, into: normed)
    project(normed, layer.query, layer.queryBias, into: q)
    project(normed, layer.key, layer.keyBias, into: k)
    project(normed, layer.value, layer.valueBias, into: v)
    compute.rotate(q, heads: c.heads, cosine: cosine, sine: sine, model.rotary.pairs)
    compute.rotate(k, heads: c.keyValueHeads, cosine: cosine, sine: sine, model.rotary.pairs)
    compute.store(keys: k, values: v, in: cache, layer: index, at: places)
    compute.attend(q, cache, layer: index, at: places, into: attended)
    compute.multiply(attended, layer.output, into: projected)
    compute.add(projected, to: x)
  }

  /// x += (SiLU(h Wgate) * h Wup) Wdown, h = RMSNorm(x)
  private func feedForward(_ layer: LlamaModel.Layer) {
    compute.normalize(x, layer.feedForwardNorm, epsilon: model.configuration.normEpsilon, into: normed)
    compute.multiply(normed, layer.gate, into: gate)
    compute.multiply(normed, layer.up, into: up)
    compute.gate(gate, up)
    compute.multiply(gate, layer.down, into: projected)
    compute.add(projected, to: x)
  }

  private func project(_ x: Activations, _ matrix: Matrix, _ bias: Weights?, into y: Activations) {
    compute.multiply(x, matrix, into: y)
    if let bias { compute.add(bias, to: y) }
  }

  private func embed(_ batch: Batch) {
    x.resize(rows: batch.tokenCount)
    for (row, token) in batch.slices.lazy.flatMap(\.tokens).enumerated() {
      x.setRow(row, toRow: Int(token), of: model.embedding)
    }
  }

  private func places(of batch: Batch) -> BatchPlaces {
    var places = BatchPlaces()
    for slice in batch.slices {
      places.append(
        position: slice.position, count: slice.tokens.count, pages: slice.pages, pageTokens: cache.pageTokens)
    }
    return places
  }

  private func wantedRows(of batch: Batch) -> [Int] {
    var wanted: [Int] = [], row = 0
    for slice in batch.slices {
      row += slice.tokens.count
      wanted += row - slice.logitsCount..<row
    }
    return wanted
  }
}
