/// How scalars join to words. A surrogate that looks like a word stands for an identifier only where it is a whole one:
/// the "Gray" of "Grayson" is somebody else.
enum ScalarClass {
  /// Letters, digits and marks of scripts with spaces between words.
  case word
  /// Each is a word of its own.
  case ideograph
  case other

  init(_ scalar: Unicode.Scalar) {
    if scalar.isASCII {
      let byte = UInt8(scalar.value)
      self = byte.isASCIILetter || byte.isASCIIDigit || scalar == "_" ? .word : .other
    } else if scalar.properties.isIdeographic {
      self = .ideograph
    } else {
      self = Self.isWord(scalar.properties) ? .word : .other
    }
  }

  private static func isWord(_ properties: Unicode.Scalar.Properties) -> Bool {
    if properties.isAlphabetic || properties.numericType != nil { return true }
    switch properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark: return true
    default: return false
    }
  }
}

extension RandomAccessCollection<UInt8> where Index == Int {
  /// The scalar at a place of valid UTF-8 where one starts.
  func scalar(at index: Int) -> Unicode.Scalar {
    let length = NormalisedText.scalarLength(leadByte: self[index])
    guard length > 1 else { return Unicode.Scalar(self[index]) }
    return String(decoding: self[index..<(index + length)], as: UTF8.self).unicodeScalars.first!
  }

  /// The class of the last scalar; nil when empty.
  var lastClass: ScalarClass? {
    guard !isEmpty else { return nil }
    var start = endIndex - 1
    while start > startIndex, self[start] & 0xc0 == 0x80 { start -= 1 }
    return ScalarClass(scalar(at: start))
  }
}
