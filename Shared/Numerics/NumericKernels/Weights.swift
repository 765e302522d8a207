/// Float32 values that never change after they are made, aligned to cache lines.
public final class Weights: @unchecked Sendable {  // Sendable: written by `init` alone.
  public let count: Int
  let pointer: UnsafeMutablePointer<Float>

  /// `count` values, written by `fill`.
  public init<E: Error>(count: Int, fill: (UnsafeMutableBufferPointer<Float>) throws(E) -> Void) throws(E) {
    self.count = count
    pointer = allocateFloats(count)
    // deinit frees the memory if `fill` throws: all properties are set.
    try fill(UnsafeMutableBufferPointer(start: pointer, count: count))
  }

  /// A copy of `values`.
  public convenience init(_ values: [Float]) {
    self.init(count: values.count) { output in _ = output.initialize(from: values) }
  }

  deinit { pointer.deallocate() }

  public subscript(index: Int) -> Float {
    precondition((0..<count).contains(index), "an element of these weights")
    return pointer[index]
  }
}

/// A weight matrix that maps `columns` inputs to `rows` outputs.
public struct Matrix: Sendable {
  public let rows: Int, columns: Int
  let weights: Weights

  /// `weights` holds row after row.
  public init(rows: Int, columns: Int, _ weights: Weights) {
    precondition(weights.count == rows * columns, "one weight for each element")
    self.rows = rows
    self.columns = columns
    self.weights = weights
  }

  /// Bytes that a product with one vector reads.
  public var byteCount: Int { weights.count * MemoryLayout<Float>.size }

  /// A copy of one row, as an embedding look-up needs it.
  func copyRow(_ row: Int, to output: UnsafeMutablePointer<Float>) {
    precondition((0..<rows).contains(row), "a row of this matrix")
    output.update(from: weights.pointer + row * columns, count: columns)
  }
}

/// Uninitialised memory on a cache-line boundary, which whole-vector loads then never straddle.
func allocateFloats(_ count: Int) -> UnsafeMutablePointer<Float> {
  UnsafeMutableRawPointer.allocate(byteCount: max(count, 1) * 4, alignment: 64).bindMemory(
    to: Float.self, capacity: count)
}
