internal import ModelFiles
internal import NumericKernels

/// Feed-forward experts of which each token uses a few, and shared ones that all tokens use.
///
/// Source: DeepSeek-AI 2024 (DeepSeekMoE; DeepSeek-V3, section 2.1.2).
struct MixtureOfExperts: FeedForwardLayer {
  let router: ExpertRouter
  let experts: [SwiGLU]
  let shared: SwiGLU?

  func callAsFunction(_ x: Activations, into y: Activations, _ pass: ForwardPass) {
    let choices = router.choose(for: x, pass)
    if let shared {
      shared(x, into: y, pass)
    } else {
      y.resize(rows: x.rows)
      y.clear()
    }
    for (expert, uses) in choices.enumerated() where !uses.isEmpty {
      let inputs = pass.rows("expert inputs", x.columns), outputs = pass.rows("expert outputs", x.columns)
      inputs.resize(rows: uses.count)
      for (index, use) in uses.enumerated() { inputs.setRow(index, toRow: use.row, of: x) }
      pass.withRows(uses.map(\.row)) { experts[expert](inputs, into: outputs, pass) }
      for (index, use) in uses.enumerated() { y.addToRow(use.row, use.weight, row: index, of: outputs) }
    }
  }

  /// Of one token, which reads the experts that it uses only.
  var byteCount: Int {
    router.weight.byteCount + (shared?.byteCount ?? 0) + router.routing.used * (experts.first?.byteCount ?? 0)
  }
}

extension MixtureOfExperts {
  init(
    _ loader: WeightLoader, _ name: String, _ router: ExpertRouter, embedding: Int, width: Int, sharedWidth: Int
  ) throws(ModelFileError) {
    self.router = router
    let count = router.weight.rows
    let gates = try loader.experts("\(name).ffn_gate_exps.weight", count: count, rows: width, columns: embedding)
    let ups = try loader.experts("\(name).ffn_up_exps.weight", count: count, rows: width, columns: embedding)
    let downs = try loader.experts("\(name).ffn_down_exps.weight", count: count, rows: embedding, columns: width)
    var experts: [SwiGLU] = []
    for expert in 0..<count {
      let changes = try ["gate", "up", "down"].map { (part) throws(ModelFileError) in
        try loader.changes(
          "\(name).ffn_\(part)_exps", expert: expert, rows: part == "down" ? embedding : width,
          columns: part == "down" ? width : embedding)
      }
      experts.append(
        SwiGLU(
          gate: Projection(gates[expert], changes: changes[0]), up: Projection(ups[expert], changes: changes[1]),
          down: Projection(downs[expert], changes: changes[2])))
    }
    self.experts = experts
    shared =
      sharedWidth > 0 ? try SwiGLU(loader, name, kind: "_shexp", embedding: embedding, width: sharedWidth) : nil
  }
}
