/// A normalised text by Unicode scalars, for detectors of scripts that write no spaces.
struct ScalarText {
  let scalars: [Unicode.Scalar]
  /// The byte of each scalar, and of the end.
  private let offsets: [Int]

  init(_ text: NormalisedText) {
    scalars = Array(String(decoding: text.bytes, as: UTF8.self).unicodeScalars)
    var offset = 0
    var offsets: [Int] = []
    offsets.reserveCapacity(scalars.count + 1)
    for scalar in scalars {
      offsets.append(offset)
      offset += UTF8.width(scalar)
    }
    self.offsets = offsets + [offset]
  }

  var count: Int { scalars.count }

  subscript(index: Int) -> Unicode.Scalar { scalars[index] }

  /// The bytes of a range of scalars.
  func bytes(_ range: Range<Int>) -> Range<Int> { offsets[range.lowerBound]..<offsets[range.upperBound] }

  func isIdeograph(_ index: Int) -> Bool { scalars.indices.contains(index) && scalars[index].isIdeograph }
}

extension Unicode.Scalar {
  /// Han characters of the basic plane.
  var isIdeograph: Bool { (0x4e00...0x9fff).contains(value) || (0x3400...0x4dbf).contains(value) }
  var isASCIIDigit: Bool { (0x30...0x39).contains(value) }
}
