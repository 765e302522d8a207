import NumericKernels
import TestSupport

extension SeededGenerator {
  /// A size from 1 to `most`, small ones as often as large ones, so that tails and whole vectors both come up.
  mutating func size(_ most: Int) -> Int {
    Bool.random(using: &self) ? Int.random(in: 1...min(most, 20), using: &self) : Int.random(in: 1...most, using: &self)
  }

  mutating func floats(_ count: Int) -> [Float] { (0..<count).map { _ in Float.random(in: -1...1, using: &self) } }

  mutating func weights(_ count: Int) -> Weights { Weights(floats(count)) }

  mutating func matrix(_ rows: Int, _ columns: Int) -> Matrix {
    Matrix(rows: rows, columns: columns, weights(rows * columns))
  }

  mutating func activations(_ rows: Int, _ columns: Int) -> Activations {
    let x = Activations(capacity: rows, columns: columns)
    x.resize(rows: rows)
    for row in 0..<rows { x.setRow(row, floats(columns)) }
    return x
  }
}

extension Activations {
  /// All rows in use, one after another.
  var values: [Float] { (0..<rows).flatMap { row($0) } }
}
