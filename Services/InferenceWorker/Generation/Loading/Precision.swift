internal import ModelFiles
internal import NumericKernels

/// How weights are kept and multiplied.
public enum Precision: String, Sendable, Hashable, CaseIterable {
  /// As the file stores them; products in Float32.
  case f32
  /// Float32 weights are rounded to 16 bits; products in Float32.
  case f16, bf16
  /// Floating-point weights become bytes in groups of 32 that share a scale; inputs are rounded alike.
  case int8
  /// Weights of more than five bits become four in groups of 32, the head's eight; inputs are rounded as for ``int8``.
  case int4
  /// As the file stores them; quantised weights are multiplied by inputs rounded to bytes.
  case stored

  var arithmetic: Matrix.Arithmetic { [.stored, .int8, .int4].contains(self) ? .int8 : .float32 }

  /// What to call the precision of a model: the type of most of its bytes where they stay as stored.
  func name(for source: ModelSource) -> String {
    guard self == .stored else { return rawValue }
    let bytes = Dictionary(grouping: source.tensors.values, by: \.type)
      .mapValues { $0.reduce(0) { $0 + $1.byteRange.count } }
    return bytes.max { ($0.value, $0.key.rawValue) < ($1.value, $1.key.rawValue) }?.key.description ?? rawValue
  }

  /// The matrix in this precision, rearranged for fast products: the same one where nothing has to change.
  func apply(to matrix: Matrix) -> Matrix { converted(matrix).packed() }

  /// The same; rows that stay as a mapped file holds them may be rearranged later, and `release` is told which of their
  /// bytes products need no more.
  func applyLater(
    to matrix: Matrix, afterTokens tokens: Int, release: @escaping Matrix.Release
  ) -> Matrix {
    let converted = converted(matrix)
    guard converted.format == matrix.format else {
      release(0..<matrix.byteCount)
      return converted.packed()
    }
    return converted.packedLater(afterTokens: tokens, release: release)
  }

  private func converted(_ matrix: Matrix) -> Matrix {
    switch self {
    case .f32, .stored: matrix
    case .f16: isWide(matrix) ? matrix.converted(to: .f16, .float32) : matrix
    case .bf16: isWide(matrix) ? matrix.converted(to: .bf16, .float32) : matrix
    case .int8: matrix.format.isQuantized ? matrix : matrix.converted(to: .q8_0, .int8)
    case .int4: isLight(matrix) ? matrix : matrix.converted(to: matrix.columns % 256 == 0 ? .q4_K : .q4_0, .int8)
    }
  }

  /// The precision of a head, whose errors go straight into the logits.
  var ofHead: Precision { self == .int4 ? .int8 : self }

  /// Whether there is little to gain: the formats of four and five bits.
  private func isLight(_ matrix: Matrix) -> Bool {
    matrix.format.rowBytes(256) * 8 <= 256 * 6 && matrix.format.isQuantized
  }

  private func isWide(_ matrix: Matrix) -> Bool { matrix.format == .f32 }
}

extension Matrix {
  /// The nearest matrix in another format, or this one where the format's blocks do not divide a row.
  func converted(to format: WeightFormat, _ arithmetic: Arithmetic) -> Matrix {
    guard columns % format.blockElements == 0 else { return self }
    let copy = Matrix(rows: rows, columns: columns, format: format, arithmetic: arithmetic) { row, values in
      if let base = values.baseAddress { copyRow(row, to: base) }
    }
    return copy ?? self
  }
}
