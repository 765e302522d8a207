internal import CBytePairs
internal import Foundation

/// Normalization form C as the tables of Unicode 9 define it, which is what the reference tokenizers use: marks assigned
/// later stay where they are.
///
/// Source: Unicode Standard Annex #15; Hangul arithmetic from the Unicode Standard, section 3.12.
struct CanonicalComposition: Sendable {
  /// Made once, on the first text that needs it.
  static let shared = CanonicalComposition()

  private var decompositions: [UInt32: [UInt32]] = [:]
  private var compositions: [UInt64: UInt32] = [:]

  /// All scalars with a canonical decomposition lie here, but for Hangul syllables.
  static let decomposableRanges: [ClosedRange<UInt32>] = [
    0xc0...0x30ff, 0xf900...0xfb4f, 0x11000...0x11fff, 0x1d100...0x1d1ff, 0x2f800...0x2fa1f,
  ]

  private init() {
    for scalar in Self.decomposableRanges.joined().compactMap(Unicode.Scalar.init) where Self.isInUnicode9(scalar) {
      let decomposed = String(scalar).decomposedStringWithCanonicalMapping.unicodeScalars.map(\.value)
      if decomposed != [scalar.value] { decompositions[scalar.value] = decomposed }
    }
    for (scalar, decomposed) in decompositions { addComposition(of: scalar, from: decomposed) }
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

  private static func isInUnicode9(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.age.map { $0.major <= 9 } ?? false
  }

  private static func key(_ first: UInt32, _ second: UInt32) -> UInt64 { UInt64(first) << 32 | UInt64(second) }

  private static func combiningClass(_ value: UInt32) -> UInt8 {
    guard value >= 0x300, let scalar = Unicode.Scalar(value), isInUnicode9(scalar) else { return 0 }
    return scalar.properties.canonicalCombiningClass.rawValue
  }

  /// Text whose scalars all lie below U+0300 is in form C already.
  static func isTriviallyComposed(_ text: some Sequence<UInt8>) -> Bool { text.allSatisfy { $0 < 0xcc } }

  /// Whether `text[range]` is in form C, by the quick check of Annex #15: false also where only composing would tell.
  static func isComposed(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    text.extracting(range).withUnsafeBufferPointer { weir_is_composed($0.baseAddress, $0.count) }
  }

  /// `text` in form C.
  func compose(_ text: some Collection<UInt8>) -> [UInt8] {
    if Self.isTriviallyComposed(text) { return Array(text) }
    var scalars = decompose(String(decoding: text, as: UTF8.self))
    order(&scalars)
    let composed = recompose(scalars)
    return Array(String(String.UnicodeScalarView(composed.compactMap(Unicode.Scalar.init))).utf8)
  }

  private func decompose(_ text: String) -> [UInt32] {
    text.unicodeScalars.flatMap { Hangul.decompose($0.value) ?? decompositions[$0.value] ?? [$0.value] }
  }

  /// Canonical ordering: a stable sort of each run of marks by combining class.
  private func order(_ scalars: inout [UInt32]) {
    var start = 0
    while start < scalars.count {
      var end = start
      while end < scalars.count, Self.combiningClass(scalars[end]) != 0 { end += 1 }
      if end - start > 1 { Self.sortMarks(&scalars[start..<end]) }
      start = end + 1
    }
  }

  private static func sortMarks(_ marks: inout ArraySlice<UInt32>) {
    let sorted = marks.enumerated().sorted {
      (combiningClass($0.element), $0.offset) < (combiningClass($1.element), $1.offset)
    }
    marks.replaceSubrange(marks.indices, with: sorted.map(\.element))
  }

  private func recompose(_ scalars: [UInt32]) -> [UInt32] {
    var output: [UInt32] = []
    var starter: Int?
    // The class of the scalar before, when it stands between the starter and this one.
    var blocking: UInt8 = 0
    for scalar in scalars {
      let combining = Self.combiningClass(scalar)
      let isAdjacent = starter == output.count - 1
      if let starter, isAdjacent || (combining > blocking && blocking != 0),
        let composed = compose(output[starter], scalar)
      {
        output[starter] = composed
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
