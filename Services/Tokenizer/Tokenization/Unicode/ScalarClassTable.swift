/// The class of every scalar in two steps: a page of 256, then the scalar in it. Equal pages are stored once.
struct ScalarClassTable: Sendable {
  /// Made once, on first use: some milliseconds.
  static let shared = ScalarClassTable()

  private let pages: [UInt16]
  private let classes: [UInt8]

  private init() {
    var known: [[UInt8]: UInt16] = [:]
    var pages: [UInt16] = []
    var classes: [UInt8] = []
    for page in UInt32(0)..<0x1100 {
      let content = Self.content(ofPage: page)
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

  private static func content(ofPage page: UInt32) -> [UInt8] {
    // Planes 4 to 13 have no assigned scalar: asking for each of 655,360 would cost most of the time.
    if (0x400..<0xe00).contains(page) { return [UInt8](repeating: ScalarClass.unassigned, count: 256) }
    return (0..<256).map { low in
      Unicode.Scalar(page << 8 | low).map(ScalarClass.code(of:)) ?? ScalarClass.code(of: .surrogate)
    }
  }
}
