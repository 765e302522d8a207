internal import CKernels

extension Compute {
  /// Bytes per second at which all threads together read memory that no cache holds: the ceiling of decoding.
  ///
  /// `clock` gives seconds; the best of three passes over `byteCount` bytes counts.
  public func measureReadBandwidth(byteCount: Int = 512 << 20, clock: () -> Double) -> Double {
    let block = Weights(count: byteCount / MemoryLayout<Float>.size) { $0.initialize(repeating: 1) }
    var best = 0.0
    for _ in 0..<3 {
      let start = clock()
      pool.split(block.count, minimum: Self.elementsMinimum) { range in
        // The sum is used, so that the reads cannot be left out.
        precondition(weir_read(block.pointer + range.lowerBound, range.count) >= 0, "a sum of ones")
      }
      best = max(best, Double(block.count * 4) / (clock() - start))
    }
    return best
  }
}
