public import ModelFiles
public import NumericKernels

/// A precision and why it was chosen.
public struct PrecisionChoice: Sendable, Hashable {
  public let precision: Precision
  public let reason: String
}

/// The precision that fits this machine: as stored where the weights fit the free memory and the processor widens them
/// quickly, else in bytes or half bytes where that does.
///
/// Weights that are as small already stay as they are. A model that fits in no form stays mapped: the system then reads
/// parts of the file again and again, which is slow but not deadly.
public func choosePrecision(
  for source: ModelSource, availableBytes: Int, widensHalvesQuickly: Bool = KernelSet.best.widensHalvesQuickly
) -> PrecisionChoice {
  // The rest is for the cache, working memory and everything else on the machine.
  let usable = availableBytes / 10 * 8
  let forms = PrecisionForm.forms(of: source)
  let free = gigabytes(availableBytes)
  guard let fitting = forms.first(where: { $0.byteCount <= usable }) else {
    return .init(
      precision: .stored,
      reason: "\(free) of free memory fit the weights in no precision: expect reading from disk")
  }
  if fitting.precision == .stored, !widensHalvesQuickly, forms.count > 1, source.isMostlyHalves {
    return .init(
      precision: .int8, reason: "weights in INT8: this processor has no instructions for numbers of 16 bits")
  }
  guard fitting.precision != .stored else {
    return .init(precision: .stored, reason: "the weights' \(gigabytes(fitting.byteCount)) fit the free \(free)")
  }
  return .init(
    precision: fitting.precision,
    reason: "weights in \(fitting.precision.rawValue.uppercased()): \(gigabytes(forms[0].byteCount)) as stored do not "
      + "fit the free \(free), \(gigabytes(fitting.byteCount)) do")
}

/// The next smaller form than `precision` that a model can be loaded in, for when memory has become short; nil where
/// there is none.
public func lighterPrecision(than precision: Precision, of source: ModelSource) -> Precision? {
  let forms = PrecisionForm.forms(of: source)
  let place = forms.firstIndex { $0.precision == precision } ?? 0
  return forms.dropFirst(place + 1).first?.precision
}

/// What the weights take in one precision.
struct PrecisionForm {
  let precision: Precision
  let byteCount: Int

  /// Bytes that a form may keep of those of the one before: for less gain no precision is worth losing.
  private static let shareMax = 0.9

  /// As stored, then each form that is enough smaller than the one before.
  static func forms(of source: ModelSource) -> [PrecisionForm] {
    let all = [Precision.stored, .int8, .int4].map { PrecisionForm(precision: $0, byteCount: $0.byteCount(of: source)) }
    return all.reduce(into: []) { forms, form in
      let most = forms.last.map { Double($0.byteCount) * shareMax } ?? .infinity
      if Double(form.byteCount) <= most { forms.append(form) }
    }
  }
}

extension Precision {
  fileprivate func byteCount(of source: ModelSource) -> Int {
    source.tensors.values.reduce(0) { $0 + min($1.byteRange.count, $1.count / 32 * blockBytes) }
  }

  /// Bytes of 32 weights; more than any format has where weights stay as stored.
  private var blockBytes: Int {
    switch self {
    case .int4: 18
    case .int8: 34
    default: 256
    }
  }
}

extension ModelSource {
  fileprivate var isMostlyHalves: Bool {
    let halves = tensors.values.filter { $0.type == .f16 || $0.type == .bf16 }
    return halves.reduce(0) { $0 + $1.count } * 2 > tensors.values.reduce(0) { $0 + $1.count }
  }
}

private func gigabytes(_ bytes: Int) -> String { "\(Double(bytes / 10_000_000) / 100) GB" }

/// Bytes of memory that this process may still take.
public func availableMemory() -> Int { availableBytes() }

/// The share of the last ten seconds in which everything stood still for lack of memory.
public func memoryStall() -> Double { stalledShare() }
