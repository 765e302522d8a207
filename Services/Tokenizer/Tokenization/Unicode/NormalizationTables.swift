internal import Foundation

/// Decompositions, compositions and combining classes as Unicode 9 has them.
///
/// Source: Unicode Standard Annex #15; Hangul arithmetic from the Unicode Standard, section 3.12.
struct NormalizationTables: Sendable {
  /// Made once, on the first text that needs them.
  static let canonical = NormalizationTables(isCompatibility: false)
  static let compatibility = NormalizationTables(isCompatibility: true)

  /// A scalar on its way through a form, with what it stands for: 0 replaces one scalar of the source, a positive number
  /// none, a negative one that many more.
  typealias Scalar = (value: UInt32, change: Int)

  private var decompositions: [UInt32: [UInt32]] = [:]
  private var compositions: [UInt64: UInt32] = [:]
  /// One bit for each scalar below ``inertBound``: set if it may change, or change what stands before it.
  private var active = [UInt64](repeating: 0, count: Int(inertBound / 64))

  /// All scalars from here on are inert, but for the CJK compatibility ideographs below U+30000.
  private static let inertBound: UInt32 = 0x30000

  /// All scalars with a canonical decomposition lie here, but for Hangul syllables.
  static let canonicalRanges: [ClosedRange<UInt32>] = [
    0xc0...0x30ff, 0xf900...0xfb4f, 0x11000...0x11fff, 0x1d100...0x1d1ff, 0x2f800...0x2fa1f,
  ]
  /// Those with a compatibility decomposition lie here too.
  static let compatibilityRanges: [ClosedRange<UInt32>] = [
    0xa0...0xbf, 0x3100...0x33ff, 0xa690...0xa7ff, 0xab50...0xab6f, 0xfb50...0xffef, 0x1d400...0x1d7ff,
    0x1ee00...0x1eeff, 0x1f100...0x1f2ff,
  ]

  private init(isCompatibility: Bool) {
    for scalar in Self.canonicalRanges.joined().compactMap(Unicode.Scalar.init) where Self.isInUnicode9(scalar) {
      let decomposed = String(scalar).decomposedStringWithCanonicalMapping.unicodeScalars.map(\.value)
      if decomposed != [scalar.value] { decompositions[scalar.value] = decomposed }
    }
    for (scalar, decomposed) in decompositions { addComposition(of: scalar, from: decomposed) }
    if isCompatibility { addCompatibility() }
    markActive()
  }

  /// A scalar composes from its full decomposition's recomposed front and last scalar, unless NFC excludes it.
  private mutating func addComposition(of scalar: UInt32, from decomposed: [UInt32]) {
    guard decomposed.count > 1, let value = Unicode.Scalar(scalar),
      String(value).precomposedStringWithCanonicalMapping.unicodeScalars.elementsEqual([value])
    else { return }
    let front = String(String.UnicodeScalarView(decomposed.dropLast().compactMap(Unicode.Scalar.init)))
    let composed = Array(front.precomposedStringWithCanonicalMapping.unicodeScalars)
    if composed.count == 1 { compositions[Self.key(composed[0].value, decomposed[decomposed.count - 1])] = scalar }
  }

  private mutating func addCompatibility() {
    for range in Self.canonicalRanges + Self.compatibilityRanges {
      for scalar in range.compactMap(Unicode.Scalar.init) where Self.isInUnicode9(scalar) {
        let decomposed = String(scalar).decomposedStringWithCompatibilityMapping.unicodeScalars.map(\.value)
        if decomposed != [scalar.value] { decompositions[scalar.value] = decomposed }
      }
    }
  }

  private mutating func markActive() {
    let marks = [0x300...0x10fff, 0x11000...0x11fff, 0x16a00...0x16fff, 0x1b000...0x1efff] as [ClosedRange<UInt32>]
    for scalar in marks.joined() where Self.combiningClass(scalar) != 0 { activate(scalar) }
    for scalar in decompositions.keys { activate(scalar) }
    for key in compositions.keys { activate(UInt32(truncatingIfNeeded: key)) }
    for scalar in (0xac00...0xd7a3 as ClosedRange<UInt32>) { activate(scalar) }
    for scalar in (0x1161...0x11c2 as ClosedRange<UInt32>) { activate(scalar) }
  }

  private mutating func activate(_ scalar: UInt32) { active[Int(scalar >> 6)] |= 1 << UInt64(scalar & 63) }

  private static func isInUnicode9(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.age.map { $0.major <= 9 } ?? false
  }

  private static func key(_ first: UInt32, _ second: UInt32) -> UInt64 { UInt64(first) << 32 | UInt64(second) }

  static func combiningClass(_ value: UInt32) -> UInt8 {
    guard value >= 0x300, let scalar = Unicode.Scalar(value), isInUnicode9(scalar) else { return 0 }
    return scalar.properties.canonicalCombiningClass.rawValue
  }

  /// Whether a scalar stays as it is, and ends whatever stands before it.
  @inline(__always)
  func isInert(_ scalar: UInt32) -> Bool {
    scalar < 0xa0 || scalar >= Self.inertBound || active[Int(scalar >> 6)] >> UInt64(scalar & 63) & 1 == 0
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
      let parts = Hangul.decompose(scalar) ?? decompositions[scalar] ?? [scalar]
      for (place, part) in parts.enumerated() { scalars.append((part, place == 0 ? 0 : 1)) }
      index += length
    }
    return scalars
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

  private func compose(_ first: UInt32, _ second: UInt32) -> UInt32? {
    Hangul.compose(first, second) ?? compositions[Self.key(first, second)]
  }
}
