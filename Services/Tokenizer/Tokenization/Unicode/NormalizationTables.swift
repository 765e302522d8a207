internal import CBytePairs

/// Decompositions, compositions and combining classes as Unicode 9 has them.
///
/// Source: Unicode Standard Annex #15; Hangul arithmetic from the Unicode Standard, section 3.12.
struct NormalizationTables: Sendable {
  /// Their bits are made once, on the first text that needs them.
  static let canonical = NormalizationTables(isCompatibility: false)
  static let compatibility = NormalizationTables(isCompatibility: true)

  /// A scalar on its way through a form, with what it stands for: 0 replaces one scalar of the source, a positive number
  /// none, a negative one that many more.
  typealias Scalar = (value: UInt32, change: Int)

  private let isCompatibility: Bool
  /// One bit for each scalar below the bound: set if it may change, or change what stands before it.
  private let active: [UInt64]

  private init(isCompatibility: Bool) {
    self.isCompatibility = isCompatibility
    let wordCount = Int(WEIR_ACTIVE_BOUND) / 64
    active = [UInt64](unsafeUninitializedCapacity: wordCount) { active, count in
      active.initialize(repeating: 0)
      count = wordCount
      weir_note_active(active.baseAddress, isCompatibility)
    }
  }

  static func combiningClass(_ scalar: UInt32) -> UInt8 { weir_combining_class(scalar) }

  /// Whether a scalar stays as it is, and ends whatever stands before it.
  @inline(__always)
  func isInert(_ scalar: UInt32) -> Bool {
    scalar < 0xa0 || scalar >= WEIR_ACTIVE_BOUND || active[Int(scalar >> 6)] >> UInt64(scalar & 63) & 1 == 0
  }

  /// Where the next inert scalar stands.
  func endOfRun(_ text: Span<UInt8>, from start: Int) -> Int {
    var index = start
    while index < text.count {
      let (scalar, length) = text.scalar(at: index)
      if isInert(scalar) { break }
      index += length
    }
    return index
  }

  func decompose(_ text: Span<UInt8>, _ range: Range<Int>) -> [Scalar] {
    var scalars: [Scalar] = []
    var index = range.lowerBound
    while index < range.upperBound {
      let (scalar, length) = text.scalar(at: index)
      for (place, part) in decomposition(of: scalar).enumerated() { scalars.append((part, place == 0 ? 0 : 1)) }
      index += length
    }
    return scalars
  }

  /// What a scalar is fully decomposed to: itself if it is not.
  func decomposition(of scalar: UInt32) -> [UInt32] {
    if let syllable = Hangul.decompose(scalar) { return syllable }
    return withUnsafeTemporaryAllocation(of: UInt32.self, capacity: Int(WEIR_DECOMPOSED_MAX)) { parts in
      let count = weir_decompose(scalar, isCompatibility, parts.baseAddress)
      return count == 0 ? [scalar] : Array(parts.prefix(count))
    }
  }

  /// Canonical ordering: a stable sort of each run of marks by combining class.
  func order(_ scalars: inout [Scalar]) {
    var start = 0
    while start < scalars.count {
      var end = start
      while end < scalars.count, Self.combiningClass(scalars[end].value) != 0 { end += 1 }
      if end - start > 1 { Self.sortMarks(&scalars[start..<end]) }
      start = end + 1
    }
  }

  private static func sortMarks(_ marks: inout ArraySlice<Scalar>) {
    let sorted = marks.enumerated().sorted {
      (combiningClass($0.element.value), $0.offset) < (combiningClass($1.element.value), $1.offset)
    }
    marks.replaceSubrange(marks.indices, with: sorted.map(\.element))
  }

  func recompose(_ scalars: [Scalar]) -> [Scalar] {
    var output: [Scalar] = []
    var starter: Int?
    // The class of the scalar before, when it stands between the starter and this one.
    var blocking: UInt8 = 0
    for scalar in scalars {
      let combining = Self.combiningClass(scalar.value)
      let isAdjacent = starter == output.count - 1
      if let starter, isAdjacent || (combining > blocking && blocking != 0),
        let composed = compose(output[starter].value, scalar.value)
      {
        output[starter] = (composed, output[starter].change + scalar.change - 1)
        continue
      }
      if combining == 0 { starter = output.count }
      blocking = combining
      output.append(scalar)
    }
    return output
  }

  /// What two scalars compose to; nil for nothing.
  func compose(_ first: UInt32, _ second: UInt32) -> UInt32? {
    if let syllable = Hangul.compose(first, second) { return syllable }
    let composed = weir_compose(first, second)
    return composed == 0 ? nil : composed
  }
}
