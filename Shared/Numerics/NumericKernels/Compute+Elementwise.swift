internal import CKernels

extension Compute {
  /// y += x.
  public func add(_ x: Activations, to y: Activations) {
    precondition(x.columns == y.columns && x.rows == y.rows, "equal shapes")
    forEachRow(of: y) { [kernels, x = x.view, y = y.view] in kernels.table.add(y[$0], x[$0], y.columns) }
  }

  /// Adds `bias` to every row of y.
  public func add(_ bias: Weights, to y: Activations) {
    precondition(bias.count == y.columns, "one bias for each column")
    forEachRow(of: y) { [kernels, y = y.view] in kernels.table.add(y[$0], bias.pointer, y.columns) }
  }

  /// Root mean square normalisation of every row of x.
  public func normalize(_ x: Activations, _ weight: Weights, epsilon: Float, into y: Activations) {
    precondition(x.columns == y.columns && weight.count == x.columns, "equal shapes")
    y.resize(rows: x.rows)
    forEachRow(of: x) { [kernels, x = x.view, y = y.view] in
      kernels.table.rms_norm(y[$0], x[$0], weight.pointer, x.columns, epsilon)
    }
  }

  /// The same of some columns of every row, in place.
  public func normalize(_ x: ActivationColumns, _ weight: Weights, epsilon: Float) {
    precondition(weight.count == x.count, "one weight for each column")
    forEachRow(of: x.activations) { [kernels, x = x.view] in
      kernels.table.rms_norm(x[$0], x[$0], weight.pointer, weight.count, epsilon)
    }
  }

  /// Layer normalisation of every row of x.
  public func normalize(_ x: Activations, _ norm: LayerNorm, into y: Activations) {
    precondition(
      x.columns == y.columns && norm.weight.count == x.columns && norm.bias.count == x.columns, "equal shapes")
    y.resize(rows: x.rows)
    forEachRow(of: x) { [kernels, x = x.view, y = y.view] in
      kernels.table.layer_norm(y[$0], x[$0], norm.weight.pointer, norm.bias.pointer, x.columns, norm.epsilon)
    }
  }

  /// Root mean square normalisation of each head's part of every row, in place.
  public func normalizeHeads(_ x: Activations, _ weight: Weights, epsilon: Float) {
    precondition(x.columns % weight.count == 0, "whole heads")
    forEachRow(of: x) { [kernels, x = x.view] row in
      for head in stride(from: x[row], to: x[row] + x.columns, by: weight.count) {
        kernels.table.rms_norm(head, head, weight.pointer, weight.count, epsilon)
      }
    }
  }

  /// Gaussian error linear unit, in place.
  public func gelu(_ x: Activations) {
    forEachRow(of: x) { [kernels, x = x.view] in kernels.table.gelu(x[$0], x.columns) }
  }

  /// gate = up * silu(gate).
  public func gate(_ gate: Activations, _ up: Activations) {
    precondition(gate.columns == up.columns && gate.rows == up.rows, "equal shapes")
    forEachRow(of: gate) { [kernels, gate = gate.view, up = up.view] in
      kernels.table.swiglu(gate[$0], gate[$0], up[$0], gate.columns)
    }
  }

  /// Softmax of `values` in place; nothing when empty.
  public func softmax(_ values: inout [Float]) {
    guard !values.isEmpty else { return }
    values.withUnsafeMutableBufferPointer { kernels.table.softmax($0.baseAddress, $0.count) }
  }
}

/// Weights of a layer normalisation.
public struct LayerNorm: Sendable {
  let weight: Weights, bias: Weights
  let epsilon: Float

  public init(weight: Weights, bias: Weights, epsilon: Float) {
    (self.weight, self.bias, self.epsilon) = (weight, bias, epsilon)
  }
}
