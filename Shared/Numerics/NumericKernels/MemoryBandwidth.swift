internal import CKernels

extension Compute {
  /// Bytes per second at which all threads together read memory that no cache holds: the ceiling of decoding.
  ///
  /// `clock` gives seconds; the best of three passes over `byteCount` bytes counts.
  public func measureReadBandwidth(byteCount: Int = 512 << 20, clock: () -> Double) -> Double {
    let block = OwnedBytes(count: byteCount), count = byteCount / MemoryLayout<Float>.size
    let written = block.pointer.bindMemory(to: Float.self, capacity: count)
    written.initialize(repeating: 1, count: count)
    let floats = Floats(pointer: written)
    var best = 0.0
    for _ in 0..<3 {
      let start = clock()
      pool.split(count, minimum: Self.elementsMinimum) { range in
        // The sum is used, so that the reads cannot be left out.
        precondition(weir_read(floats.pointer + range.lowerBound, range.count) >= 0, "a sum of ones")
      }
      best = max(best, Double(count * 4) / (clock() - start))
    }
    return best
  }
  private struct Floats: @unchecked Sendable {  // Sendable: written before it is shared, then only read.
    let pointer: UnsafePointer<Float>
  }
}
