/// Rows of intermediate values, one for each token of a batch. Memory is made once and used for every batch.
public final class Activations {
  /// The most rows there is room for.
  public let capacity: Int
  public let columns: Int
  /// Rows in use.
  public private(set) var rows = 0
  /// Rows that have been in use so far: memory of others is not taken from the system yet.
  private var rowsMade = 0
  let pointer: UnsafeMutablePointer<Float>

  public init(capacity: Int, columns: Int) {
    self.capacity = capacity
    self.columns = columns
    pointer = allocateFloats(capacity * columns)
  }

  deinit { pointer.deallocate() }

  /// Sets the number of rows in use; new rows hold what was there before, at first zeros.
  public func resize(rows: Int) {
    precondition((0...capacity).contains(rows), "no more rows than there is room for")
    if rows > rowsMade {
      (pointer + rowsMade * columns).initialize(repeating: 0, count: (rows - rowsMade) * columns)
      rowsMade = rows
    }
    self.rows = rows
  }

  /// A copy of one row.
  public func row(_ index: Int) -> [Float] { Array(UnsafeBufferPointer(start: at(index), count: columns)) }

  /// Writes one row.
  public func setRow(_ index: Int, _ values: [Float]) {
    precondition(values.count == columns, "one value for each column")
    at(index).update(from: values, count: columns)
  }

  /// Row `index` becomes row `row` of `matrix`.
  public func setRow(_ index: Int, toRow row: Int, of matrix: Matrix) {
    precondition(matrix.columns == columns, "rows of equal length")
    matrix.copyRow(row, to: at(index))
  }

  /// Row `index` becomes row `row` of `other`.
  public func setRow(_ index: Int, toRow row: Int, of other: Activations) {
    precondition(other.columns == columns, "rows of equal length")
    at(index).update(from: other.at(row), count: columns)
  }

  /// Adds `factor` times a row of `other` to row `index`.
  public func addToRow(_ index: Int, _ factor: Float, row: Int, of other: Activations) {
    precondition(other.columns == columns, "rows of equal length")
    let (y, x) = (at(index), other.at(row))
    for column in 0..<columns { y[column] += factor * x[column] }
  }

  /// Sets every element of the rows in use to zero.
  public func clear() { pointer.update(repeating: 0, count: rows * columns) }

  /// Some columns of all rows.
  public subscript(columns range: Range<Int>) -> ActivationColumns { ActivationColumns(self, range) }

  /// The rows as the threads of one operation see them.
  var view: RowView { RowView(pointer: pointer, columns: columns) }

  func at(_ row: Int) -> UnsafeMutablePointer<Float> {
    precondition((0..<rows).contains(row), "a row in use")
    return pointer + row * columns
  }
}

/// Some neighbouring columns of all rows of activations, such as one head's.
public struct ActivationColumns {
  let activations: Activations
  let range: Range<Int>

  init(_ activations: Activations, _ range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= activations.columns, "columns of these activations")
    (self.activations, self.range) = (activations, range)
  }

  var rows: Int { activations.rows }
  var count: Int { range.count }

  /// Copies these columns to `destination`, which has as many.
  public func copy(to destination: ActivationColumns) {
    precondition(destination.count == count, "as many columns")
    destination.activations.resize(rows: rows)
    for row in 0..<rows { destination.view[row].update(from: view[row], count: count) }
  }

  var view: RowView { RowView(pointer: activations.pointer + range.lowerBound, columns: activations.columns) }
}

/// Rows lent to the threads of one operation, which divides them so that no two threads write the same element.
struct RowView: @unchecked Sendable {  // Sendable: see above; it lives no longer than the operation.
  let pointer: UnsafeMutablePointer<Float>
  /// Elements from one row to the next.
  let columns: Int

  subscript(row: Int) -> UnsafeMutablePointer<Float> { pointer + row * columns }

  func from(row: Int) -> RowView { RowView(pointer: self[row], columns: columns) }
}
