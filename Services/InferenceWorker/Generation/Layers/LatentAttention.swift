internal import ModelFiles
internal import NumericKernels

/// Multi-head latent attention (DeepSeek-AI 2024, DeepSeek-V2, section 2.1), in its absorbed form.
///
/// What is cached of a position is its latent vector c and one rotated key that all heads share. Keys Wk c and values
/// Wv c of the heads are never made: (q Wk) meets c itself, and Wv is applied to the attended sum of latents.
/// Shapes: q [T, heads * (plain + rotated)]; a cached key is (c, rotated key), its value is c.
struct LatentAttention: AttentionLayer {
  let shape: Shape
  /// Queries through a bottleneck (`queryDown`, its norm, `queryUp`), or straight through `queryUp`.
  let queryDown: Projection?, queryNorm: Weights?, queryUp: Projection
  let latentDown: Projection, latentNorm: Weights
  /// Wk^T and Wv of each head: from plain query elements to latent ones, from latent ones to values.
  let keyUp: [Projection], valueUp: [Projection]
  let output: Projection
  let rotary: RotaryEmbedding

  struct Shape: Sendable {
    let embedding: Int, heads: Int
    /// Ranks of the bottlenecks; the queries' is nil without one.
    let queryRank: Int?, latentRank: Int
    /// Elements of a head's query without and with rotation, and of its value.
    let plain: Int, rotated: Int, value: Int
    let normEpsilon: Float
    let scoreScale: Float
    /// Of the bottlenecks' norms: DeepSeek's code and transformers use this one whatever the settings say.
    static let bottleneckEpsilon: Float = 1e-6

    var query: Int { plain + rotated }
    var key: Int { latentRank + rotated }
  }

  func callAsFunction(_ x: Activations, into y: Activations, _ pass: ForwardPass, layer: Int) {
    let s = shape, compute = pass.compute
    let q = queries(of: x, pass), key = pass.rows("latent key", s.key)
    latentDown(x, into: key, pass)
    compute.normalize(key[columns: 0..<s.latentRank], latentNorm, epsilon: Shape.bottleneckEpsilon)
    rotary.rotate(key, heads: 1, skipping: s.latentRank, pass)
    rotary.rotate(q, heads: s.heads, skipping: s.plain, pass)
    compute.store(keys: key, values: nil, in: pass.cache, layer: layer, at: pass.places)
    let latents = pass.rows("attended latents", s.heads * s.latentRank)
    let absorbed = absorb(q, pass)
    compute.attend(
      absorbed, pass.cache, layer: layer, at: pass.places, scale: s.scoreScale, selection: pass.selection,
      into: latents)
    output(values(of: latents, pass), into: y, pass)
  }

  private func queries(of x: Activations, _ pass: ForwardPass) -> Activations {
    let q = pass.rows("q", shape.heads * shape.query)
    guard let queryDown, let queryNorm else {
      queryUp(x, into: q, pass)
      return q
    }
    let narrow = pass.rows("q bottleneck", queryNorm.count)
    queryDown(x, into: narrow, pass)
    pass.compute.normalize(narrow, queryNorm, epsilon: Shape.bottleneckEpsilon, into: narrow)
    queryUp(narrow, into: q, pass)
    return q
  }

  /// Each head's (q Wk, rotated q).
  private func absorb(_ q: Activations, _ pass: ForwardPass) -> Activations {
    let s = shape, absorbed = pass.rows("absorbed q", s.heads * s.key)
    var plain: [ActivationColumns] = [], latent: [ActivationColumns] = []
    for head in 0..<s.heads {
      let (from, to) = (head * s.query, head * s.key)
      plain.append(q[columns: from..<from + s.plain])
      latent.append(absorbed[columns: to..<to + s.latentRank])
      q[columns: from + s.plain..<from + s.query].copy(to: absorbed[columns: to + s.latentRank..<to + s.key])
    }
    Projection.apply(keyUp, plain, into: latent, pass)
    return absorbed
  }

  private func values(of latents: Activations, _ pass: ForwardPass) -> Activations {
    let s = shape, values = pass.rows("values", s.heads * s.value)
    Projection.apply(
      valueUp, (0..<s.heads).map { latents[columns: $0 * s.latentRank..<($0 + 1) * s.latentRank] },
      into: (0..<s.heads).map { values[columns: $0 * s.value..<($0 + 1) * s.value] }, pass)
    return values
  }

  var byteCount: Int {
    let parts = [queryDown?.byteCount ?? 0, queryUp.byteCount, latentDown.byteCount, output.byteCount]
    return (keyUp + valueUp).reduce(parts.reduce(0, +)) { $0 + $1.byteCount }
  }
}

extension LatentAttention {
  init(_ loader: WeightLoader, _ name: String, _ s: Shape, _ rotary: RotaryEmbedding) throws(ModelFileError) {
    shape = s
    self.rotary = rotary
    let queries = s.heads * s.query
    if let rank = s.queryRank {
      queryDown = try Projection(loader, "\(name).attn_q_a", rows: rank, columns: s.embedding)
      queryNorm = try loader.vector("\(name).attn_q_a_norm.weight", count: rank)
      queryUp = try Projection(loader, "\(name).attn_q_b", rows: queries, columns: rank)
    } else {
      (queryDown, queryNorm) = (nil, nil)
      queryUp = try Projection(loader, "\(name).attn_q", rows: queries, columns: s.embedding)
    }
    latentDown = try Projection(loader, "\(name).attn_kv_a_mqa", rows: s.key, columns: s.embedding)
    latentNorm = try loader.vector("\(name).attn_kv_a_norm.weight", count: s.latentRank)
    let matrices = try Self.headMatrices(loader, name, s), changes = try Self.headChanges(loader, name, s)
    keyUp = matrices.keys.enumerated().map { head, matrix in
      Projection(matrix, changes: changes.map { $0?.keys[head] })
    }
    valueUp = matrices.values.enumerated().map { head, matrix in
      Projection(matrix, changes: changes.map { $0?.values[head] })
    }
    output = try Projection(loader, "\(name).attn_output", rows: s.embedding, columns: s.heads * s.value)
  }

  /// Newer GGUF files hold the two matrices apart, the keys' transposed; all others hold both of each head in one.
  private static func headMatrices(
    _ loader: WeightLoader, _ name: String, _ s: Shape
  ) throws(ModelFileError) -> (keys: [Matrix], values: [Matrix]) {
    if loader.has("\(name).attn_k_b.weight") {
      return (
        try loader.experts("\(name).attn_k_b.weight", count: s.heads, rows: s.latentRank, columns: s.plain),
        try loader.experts("\(name).attn_v_b.weight", count: s.heads, rows: s.value, columns: s.latentRank)
      )
    }
    let height = s.plain + s.value
    let both = try loader.table("\(name).attn_kv_b.weight", rows: s.heads * height, columns: s.latentRank)
    let firsts = (0..<s.heads).map { $0 * height }
    return (
      firsts.map { loader.precision.apply(to: both[rows: $0..<$0 + s.plain].transposed()) },
      firsts.map { loader.precision.apply(to: both[rows: $0 + s.plain..<$0 + height]) }
    )
  }
}

extension LatentAttention {
  /// Each adapter's change of both matrices in one, cut for each head; the keys' transposed like their matrix.
  private static func headChanges(
    _ loader: WeightLoader, _ name: String, _ s: Shape
  ) throws(ModelFileError) -> [(keys: [LowRank], values: [LowRank])?] {
    let height = s.plain + s.value
    return try loader.adapterMatrices("\(name).attn_kv_b", rows: s.heads * height, columns: s.latentRank).map {
      $0.map { change in
        let firsts = (0..<s.heads).map { $0 * height }
        return (
          firsts.map { change.rows($0..<$0 + s.plain).transposed().lowRank },
          firsts.map { change.rows($0 + s.plain..<$0 + height).lowRank }
        )
      }
    }
  }
}

extension Matrix {
  /// Rows become columns. Kept in 16 bits where the matrix is, else in Float32.
  func transposed() -> Matrix {
    let values = floats(), keepsFormat = format == .f16 || format == .bf16
    let made = Matrix(rows: columns, columns: rows, format: keepsFormat ? format : .f32, arithmetic: .float32) {
      (row, output) in
      for column in 0..<self.rows { output[column] = values[column * columns + row] }
    }
    guard let made else { preconditionFailure("floats can be written") }
    return made
  }
}
