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
