/// Texts without words, which nothing remembered helps with.
enum AdversarialText {
  /// Each kind by its name, as a text of about so many bytes.
  static let all: [(name: String, text: @Sendable (Int) -> String)] = [
    ("oneLetter", { String(repeating: "a", count: $0) }),
    ("spaces", { String(repeating: " ", count: $0) }),
    ("emoji", { scalars($0 / 4, from: 0x1f300..<0x1f650) }),
    ("unbrokenChinese", { scalars($0 / 3, from: 0x4e00..<0x9fa5) }),
    ("randomLetters", { scalars($0, from: 0x61..<0x7b) }),
  ]

  /// The same ones each time.
  private static func scalars(_ count: Int, from range: Range<UInt32>) -> String {
    var state: UInt64 = 1
    var text = String.UnicodeScalarView()
    for _ in 0..<count {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let value = range.lowerBound + UInt32(state >> 33) % UInt32(range.count)
      if let scalar = Unicode.Scalar(value) { text.append(scalar) }
    }
    return String(text)
  }
}
