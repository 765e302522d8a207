public import ModelFiles
internal import NumericKernels

/// A precision and why it was chosen.
public struct PrecisionChoice: Sendable, Hashable {
  public let precision: Precision
  public let reason: String
}

/// The precision that fits this machine: as stored where the weights fit the free memory, else in bytes where that does.
///
/// Quantised weights are already small and stay as they are. A model that fits in no form stays mapped: the system then
/// reads parts of the file again and again, which is slow but not deadly.
public func choosePrecision(for source: ModelSource, availableBytes: Int) -> PrecisionChoice {
  // The rest is for the cache, working memory and everything else on the machine.
  let usable = availableBytes / 10 * 8
  let stored = source.tensors.values.reduce(0) { $0 + $1.byteRange.count }
  let asBytes = source.tensors.values.reduce(0) { $0 + min($1.byteRange.count, $1.count / 32 * 34) }
  func gigabytes(_ bytes: Int) -> String { "\(Double(bytes / 10_000_000) / 100) GB" }
  if stored <= usable {
    return .init(
      precision: .stored, reason: "the weights' \(gigabytes(stored)) fit the free \(gigabytes(availableBytes))")
  }
  if asBytes <= usable, asBytes < stored {
    return .init(
      precision: .int8,
      reason: "weights in INT8: \(gigabytes(stored)) as stored do not fit the free \(gigabytes(availableBytes)), "
        + "\(gigabytes(asBytes)) do")
  }
  return .init(
    precision: .stored,
    reason: "\(gigabytes(availableBytes)) of free memory fit the weights in no precision: expect reading from disk")
}

/// Bytes of memory that this process may still take.
public func availableMemory() -> Int { availableBytes() }
