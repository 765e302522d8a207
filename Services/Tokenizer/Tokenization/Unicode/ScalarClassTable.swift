internal import CBytePairs

/// The class of every scalar in two steps: a page of 256, then the scalar in it. Equal pages are stored once.
struct ScalarClassTable: Sendable {
  /// As Unicode 16 has it.
  static let shared = ScalarClassTable()

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

  /// The class of a scalar value below 0x110000.
  subscript(scalar: UInt32) -> UInt8 { classes[Int(pages[Int(scalar >> 8)]) << 8 | Int(scalar & 0xff)] }

  /// Lends the index of each page's classes, and the classes.
  func withPages(_ body: (UnsafeBufferPointer<UInt16>, UnsafeBufferPointer<UInt8>) -> Void) {
    pages.withUnsafeBufferPointer { pages in classes.withUnsafeBufferPointer { body(pages, $0) } }
  }

  /// The scalars whose class is one of `classes`.
  static func ranges(of classes: UInt32) -> [ClosedRange<UInt32>] {
    var count = 0
    let runs = UnsafeBufferPointer(start: weir_class_runs(&count), count: count)
    var ranges: [ClosedRange<UInt32>] = []
    for (index, run) in runs.enumerated() where classes >> (run & 31) & 1 != 0 {
      let end = index + 1 < runs.count ? runs[index + 1] >> 5 : 0x110000
      ranges.append(joining: run >> 5...end - 1)
    }
    return ranges
  }
}

extension [ClosedRange<UInt32>] {
  /// Appends a range, as a part of the last one where that ends right before it.
  mutating func append(joining range: ClosedRange<UInt32>) {
    if let last, last.upperBound + 1 == range.lowerBound {
      self[count - 1] = last.lowerBound...range.upperBound
    } else {
      append(range)
    }
  }
}
