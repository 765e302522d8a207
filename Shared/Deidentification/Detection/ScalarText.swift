/// A normalised text by Unicode scalars, for detectors of scripts that write no spaces.
struct ScalarText {
  let scalars: [Unicode.Scalar]
  let classes: [HanClasses]
  /// The byte of each scalar, and of the end.
  private let offsets: [Int32]

  init(_ text: NormalisedText) {
    var scalars: [Unicode.Scalar] = []
    var offsets: [Int32] = []
    scalars.reserveCapacity(text.bytes.count / 2)
    offsets.reserveCapacity(text.bytes.count / 2)
    text.bytes.withUnsafeBufferPointer { bytes in
      var index = 0
      while index < bytes.count {
        let (scalar, length) = bytes.scalar(at: index)
        scalars.append(scalar)
        offsets.append(Int32(index))
        index += length
      }
    }
    self.scalars = scalars
    classes = HanClasses.ofScalar.withUnsafeBufferPointer { table in
      scalars.map { $0.value < 0x10000 ? table[Int($0.value)] : [] }
    }
    self.offsets = offsets + [Int32(text.bytes.count)]
  }

  var count: Int { scalars.count }

  subscript(index: Int) -> Unicode.Scalar { scalars[index] }

  /// The bytes of a range of scalars.
  func bytes(_ range: Range<Int>) -> Range<Int> { Int(offsets[range.lowerBound])..<Int(offsets[range.upperBound]) }

  func isIdeograph(_ index: Int) -> Bool { index >= 0 && index < scalars.count && scalars[index].isIdeograph }
}

extension UnsafeBufferPointer<UInt8> {
  /// The scalar at `index` of valid UTF-8, and its length. What is cut off at the end counts as U+FFFD.
  @inline(__always)
  func scalar(at index: Int) -> (Unicode.Scalar, length: Int) {
    let lead = self[index]
    if lead < 0x80 { return (Unicode.Scalar(lead), 1) }
    let length = Swift.min(NormalisedText.scalarLength(leadByte: lead), count - index)
    var value = UInt32(lead) & (0x7f >> UInt32(length))
    for next in index + 1..<index + length { value = value << 6 | UInt32(self[next] & 0x3f) }
    return (Unicode.Scalar(value) ?? "\u{FFFD}", length)
  }
}

extension Unicode.Scalar {
  /// Han characters of the basic plane.
  var isIdeograph: Bool { value &- 0x4e00 <= 0x51ff || value &- 0x3400 <= 0x19bf }
  var isASCIIDigit: Bool { value &- 0x30 <= 9 }
}
