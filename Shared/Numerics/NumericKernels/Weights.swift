/// A vector of Float32 values that never change after they are made, aligned to cache lines.
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

/// Uninitialised memory on a cache-line boundary, which whole-vector loads then never straddle.
func allocateFloats(_ count: Int) -> UnsafeMutablePointer<Float> {
  UnsafeMutableRawPointer.allocate(byteCount: max(count, 1) * 4, alignment: 64).bindMemory(
    to: Float.self, capacity: count)
}
