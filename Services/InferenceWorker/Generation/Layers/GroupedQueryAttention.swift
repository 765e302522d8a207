internal import ModelFiles
internal import NumericKernels

/// Attention whose query heads share key/value heads in groups (Ainslie et al. 2023).
///
/// Shapes: x, y [T, embedding]; q [T, heads * headSize]; k, v [T, keyValueHeads * headSize].
struct GroupedQueryAttention: AttentionLayer {
  let shape: Shape
  let query: Projection, key: Projection, value: Projection, output: Projection
  /// Normalisation of each head's queries and keys before they are rotated (Qwen3).
  let queryNorm: Weights?, keyNorm: Weights?
  let rotary: RotaryEmbedding
  /// Positions that a row attends to at most, its own the last; nil for all.
  let window: Int?

  struct Shape: Sendable {
    let embedding: Int, heads: Int, keyValueHeads: Int, headSize: Int
    let normEpsilon: Float
  }

  func callAsFunction(_ x: Activations, into y: Activations, _ pass: ForwardPass, layer: Int) {
    let s = shape, compute = pass.compute
    let q = pass.rows("q", s.heads * s.headSize), k = pass.rows("k", s.keyValueHeads * s.headSize)
    let v = pass.rows("v", s.keyValueHeads * s.headSize), attended = pass.rows("attended", s.heads * s.headSize)
    query(x, into: q, pass)
    key(x, into: k, pass)
    value(x, into: v, pass)
    if let queryNorm { compute.normalizeHeads(q, queryNorm, epsilon: s.normEpsilon) }
    if let keyNorm { compute.normalizeHeads(k, keyNorm, epsilon: s.normEpsilon) }
    rotary.rotate(q, heads: s.heads, pass)
    rotary.rotate(k, heads: s.keyValueHeads, pass)
    compute.store(keys: k, values: v, in: pass.cache, layer: layer, at: pass.places)
    let scale = 1 / Float(s.headSize).squareRoot()
    compute.attend(
      q, pass.cache, layer: layer, at: pass.places, scale: scale, window: window, selection: pass.selection,
      into: attended)
    output(attended, into: y, pass)
  }

  var byteCount: Int { query.byteCount + key.byteCount + value.byteCount + output.byteCount }
}

extension GroupedQueryAttention {
  init(
    _ loader: WeightLoader, _ name: String, _ s: Shape, _ rotary: RotaryEmbedding, window: Int?
  ) throws(ModelFileError) {
    let queries = s.heads * s.headSize, keys = s.keyValueHeads * s.headSize
    shape = s
    let order = rotary.pairs == .interleaved ? Self.interleavedRows : { (_, _) in nil }
    query = try Projection(
      loader, "\(name).attn_q", rows: queries, columns: s.embedding, order: order(queries, s.headSize))
    key = try Projection(loader, "\(name).attn_k", rows: keys, columns: s.embedding, order: order(keys, s.headSize))
    value = try Projection(loader, "\(name).attn_v", rows: keys, columns: s.embedding)
    output = try Projection(loader, "\(name).attn_output", rows: s.embedding, columns: queries)
    queryNorm = try loader.vectorIfPresent("\(name).attn_q_norm.weight", count: s.headSize)
    keyNorm = try loader.vectorIfPresent("\(name).attn_k_norm.weight", count: s.headSize)
    self.rotary = rotary
    self.window = window
  }

  /// Hugging Face's place of each row where GGUF has moved the halves of a head together, pair by pair.
  private static func interleavedRows(_ rows: Int, _ headSize: Int) -> [Int]? {
    (0..<rows).map { row in
      let (head, element) = row.quotientAndRemainder(dividingBy: headSize)
      return head * headSize + element % 2 * (headSize / 2) + element / 2
    }
  }
}
