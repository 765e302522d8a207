internal import CKernels

extension KernelSet {
  /// ln sum exp(x), within some units in the last place; minus infinity when empty.
  public func logSumExp(_ x: [Float]) -> Float { x.withUnsafeBufferPointer { logSumExp($0) } }

  func logSumExp(_ x: UnsafeBufferPointer<Float>) -> Float {
    x.isEmpty ? -.infinity : table.log_sum_exp(x.baseAddress, x.count)
  }

  /// The first place of the largest element, 0 where the first is not a number; other such elements are passed over.
  ///
  /// - Precondition: x is not empty.
  public func indexOfLargest(_ x: [Float]) -> Int {
    precondition(!x.isEmpty, "an element")
    return x.withUnsafeBufferPointer { table.index_of_largest($0.baseAddress, $0.count) }
  }
}
