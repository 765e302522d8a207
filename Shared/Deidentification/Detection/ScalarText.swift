/// A normalised text by Unicode scalars, for detectors of scripts that write no spaces.
struct ScalarText {
  let scalars: [Unicode.Scalar]
  let classes: [HanClasses]
  /// The byte of each scalar, and of the end.
  private let offsets: [Int32]

  /// One pass: linear in the text.
  init(_ text: NormalisedText) {
    let table = HanClasses.ofScalar
    var offsets: [Int32] = []
    var classes: [HanClasses] = []
    scalars = text.bytes.withUnsafeBufferPointer { bytes in
      let count = bytes.count { $0 & 0xc0 != 0x80 }
      return [Unicode.Scalar](unsafeUninitializedCapacity: count) { scalars, scalarCount in
        offsets = [Int32](unsafeUninitializedCapacity: count + 1) { offsets, offsetCount in
          classes = [HanClasses](unsafeUninitializedCapacity: count) { classes, classCount in
            var byte = 0
            for index in 0..<count {
              let (scalar, length) = bytes.scalar(at: byte)
              scalars.initializeElement(at: index, to: scalar)
              classes.initializeElement(at: index, to: scalar.value < 0x10000 ? table[Int(scalar.value)] : [])
              offsets.initializeElement(at: index, to: Int32(byte))
              byte &+= length
            }
            offsets.initializeElement(at: count, to: Int32(bytes.count))
            (scalarCount, classCount, offsetCount) = (count, count, count + 1)
          }
        }
      }
    }
    self.classes = classes
    self.offsets = offsets
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
