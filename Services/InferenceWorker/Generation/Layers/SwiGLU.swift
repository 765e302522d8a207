internal import ModelFiles
internal import NumericKernels

/// y = (SiLU(x Wgate) * x Wup) Wdown (Shazeer 2020).
struct SwiGLU: FeedForwardLayer {
  let gate: Projection, up: Projection, down: Projection

  func callAsFunction(_ x: Activations, into y: Activations, _ pass: ForwardPass) {
    let width = gate.weight.rows
    let gated = pass.rows("gate", width), raised = pass.rows("up", width)
    gate(x, into: gated, pass)
    up(x, into: raised, pass)
    pass.compute.gate(gated, raised)
    down(gated, into: y, pass)
  }

  var byteCount: Int { gate.byteCount + up.byteCount + down.byteCount }
}

extension SwiGLU {
  /// `kind` tells apart the feed-forward parts of one layer: "" or "_shexp".
  init(
    _ loader: WeightLoader, _ name: String, kind: String = "", embedding: Int, width: Int
  ) throws(ModelFileError) {
    gate = try Projection(loader, "\(name).ffn_gate\(kind)", rows: width, columns: embedding)
    up = try Projection(loader, "\(name).ffn_up\(kind)", rows: width, columns: embedding)
    down = try Projection(loader, "\(name).ffn_down\(kind)", rows: embedding, columns: width)
  }
}
