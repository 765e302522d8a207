internal import NumericKernels

/// The forward pass of a decoder over a paged cache.
final class DecoderSession: ModelSession {
  private let model: Decoder
  private let pass: ForwardPass
  /// The residual stream, its normalised form, and what a layer adds to it; [T, embedding].
  private let x: Activations, normed: Activations, added: Activations
  private let head: OutputHead

  init(_ model: Decoder, _ shape: SessionShape) {
    self.model = model
    let compute = Compute(threads: shape.threads)
    pass = ForwardPass(
      compute: compute, cache: KeyValueCache(model.cacheShape, shape), selection: shape.attention.selection,
      rotaryPairs: model.rotary.rotated / 2, capacity: shape.batchTokens)
    func rows() -> Activations { Activations(capacity: shape.batchTokens, columns: model.embedding.columns) }
    (x, normed, added) = (rows(), rows(), rows())
    head = OutputHead(model, pass)
  }

  func forward(_ batch: Batch) -> [[Float]] {
    let compute = pass.compute, epsilon = model.normEpsilon
    embed(batch)
    pass.places = places(of: batch)
    pass.adapters = adapters(of: batch)
    model.rotary.write(batch, cosine: pass.cosine, sine: pass.sine)
    for (index, layer) in model.layers.enumerated() {
      compute.normalize(x, layer.attentionNorm, epsilon: epsilon, into: normed)
      layer.attention(normed, into: added, pass, layer: index)
      compute.add(added, to: x)
      compute.normalize(x, layer.feedForwardNorm, epsilon: epsilon, into: normed)
      layer.feedForward(normed, into: added, pass)
      compute.add(added, to: x)
    }
    return head.logits(of: x, rows: wantedRows(of: batch))
  }

  func copyPage(from: Int32, to: Int32) { pass.cache.copyPage(from: Int(from), to: Int(to)) }

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
        position: slice.position, count: slice.tokens.count, pages: slice.pages, pageTokens: pass.cache.pageTokens)
    }
    return places
  }

  /// The adapter of each row; nothing where no row has one.
  private func adapters(of batch: Batch) -> [Int?] {
    guard batch.slices.contains(where: { $0.adapter != nil }) else { return [] }
    return batch.slices.flatMap { slice in
      precondition(slice.adapter.map { 0..<model.description.adapterCount ~= $0 } ?? true, "an adapter of the model")
      return [Int?](repeating: slice.adapter, count: slice.tokens.count)
    }
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
