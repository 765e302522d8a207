internal import CBytePairs

/// The class of every scalar in two steps: a page of 256, then the scalar in it. Equal pages are stored once.
struct ScalarClassTable: Sendable {
  /// As Unicode 16 has it.
  static let shared = ScalarClassTable()
  /// As Unicode 8 has it, which is where the reference's punctuation and BERT's categories come from.
  static let unicode8 = ScalarClassTable { code(of: $0, version: 8, reclassified: reclassifiedAfter8) }
  /// As Unicode 9 has it, which is where the reference's combining marks come from.
  static let unicode9 = ScalarClassTable { code(of: $0, version: 9, reclassified: reclassifiedAfter9) }

  private let pages: [UInt16]
  private let classes: [UInt8]

  private init() {
    var pages: [UInt16] = []
    classes = [UInt8](unsafeUninitializedCapacity: Int(WEIR_CLASSES_MAX)) { classes, count in
      pages = [UInt16](unsafeUninitializedCapacity: Int(WEIR_SCALAR_PAGES)) { pages, pageCount in
        pageCount = pages.count
        count = weir_scalar_classes(pages.baseAddress, classes.baseAddress)
      }
    }
    self.pages = pages
  }

  private init(_ code: (Unicode.Scalar) -> UInt8) {
    var known: [[UInt8]: UInt16] = [:]
    var pages: [UInt16] = []
    var classes: [UInt8] = []
    for page in UInt32(0)..<0x1100 {
      let content = Self.content(ofPage: page, code)
      let index = known[content] ?? UInt16(known.count)
      if known.updateValue(index, forKey: content) == nil { classes += content }
      pages.append(index)
    }
    self.pages = pages
    self.classes = classes
  }

  /// The class of a scalar value below 0x110000.
  subscript(scalar: UInt32) -> UInt8 { classes[Int(pages[Int(scalar >> 8)]) << 8 | Int(scalar & 0xff)] }

  /// Lends the index of each page's classes, and the classes.
  func withPages(_ body: (UnsafeBufferPointer<UInt16>, UnsafeBufferPointer<UInt8>) -> Void) {
    pages.withUnsafeBufferPointer { pages in classes.withUnsafeBufferPointer { body(pages, $0) } }
  }

  /// Scalars that have another category today, of those that matter: marks and punctuation.
  private static let reclassifiedAfter8: [UInt32: Unicode.GeneralCategory] = [
    0x166d: .otherPunctuation, 0x111c9: .otherPunctuation, 0x1734: .nonspacingMark, 0x1885: .otherLetter,
    0x1886: .otherLetter, 0xa9bd: .spacingMark, 0x1171e: .nonspacingMark,
  ]
  private static let reclassifiedAfter9: [UInt32: Unicode.GeneralCategory] = [
    0x111c9: .otherPunctuation, 0x1cf2: .spacingMark, 0x1cf3: .spacingMark,
  ]

  private static func code(
    of scalar: Unicode.Scalar, version: Int, reclassified: [UInt32: Unicode.GeneralCategory]
  ) -> UInt8 {
    if let category = reclassified[scalar.value] { return ScalarClass.code(of: category) }
    if let age = scalar.properties.age, age.major > version { return ScalarClass.unassigned }
    return ScalarClass.code(of: scalar)
  }

  private static func content(ofPage page: UInt32, _ code: (Unicode.Scalar) -> UInt8) -> [UInt8] {
    // Planes 4 to 13 have no assigned scalar: asking for each of 655,360 would cost most of the time.
    if (0x400..<0xe00).contains(page) { return [UInt8](repeating: ScalarClass.unassigned, count: 256) }
    return (0..<256).map { low in
      Unicode.Scalar(page << 8 | low).map(code) ?? ScalarClass.code(of: .surrogate)
    }
  }

  /// The scalars whose class is one of `classes`.
  func ranges(of classes: UInt32) -> [ClosedRange<UInt32>] {
    var ranges: [ClosedRange<UInt32>] = []
    for scalar in UInt32(0)..<0x110000 where classes >> UInt32(self[scalar]) & 1 != 0 {
      if let last = ranges.last, last.upperBound + 1 == scalar {
        ranges[ranges.count - 1] = last.lowerBound...scalar
      } else {
        ranges.append(scalar...scalar)
      }
    }
    return ranges
  }
}
