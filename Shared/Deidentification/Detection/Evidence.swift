/// A match in its text, with the questions that validators ask.
struct Evidence {
  let text: NormalisedText
  let match: Range<Int>
  /// The identifier: the first group that took part, else the match.
  let range: Range<Int>

  var bytes: ArraySlice<UInt8> { text.bytes[range] }
  var string: String { String(decoding: bytes, as: UTF8.self) }
  /// The ASCII digits of the identifier.
  var digits: [UInt8] { bytes.filter(\.isASCIIDigit) }

  /// Neither end lies inside a word or a number. Chinese characters do not extend a word.
  var isWholeWord: Bool { !text.hasWord(endingAt: range.lowerBound) && !text.hasWord(startingAt: range.upperBound) }

  /// As ``isWholeWord``, and no decimal point, dash or slash ties a further digit to either end.
  var isWholeNumber: Bool {
    isWholeWord && !text.hasDigitAcrossSeparator(before: range.lowerBound)
      && !text.hasDigitAcrossSeparator(after: range.upperBound)
  }

  /// The text before the identifier, lower-case ASCII, at most `count` bytes.
  func before(_ count: Int) -> String { text.lowercased(max(0, range.lowerBound - count)..<range.lowerBound) }
  func after(_ count: Int) -> String {
    text.lowercased(range.upperBound..<min(text.bytes.count, range.upperBound + count))
  }
}

extension NormalisedText {
  func hasWord(endingAt index: Int) -> Bool {
    guard index > 0 else { return false }
    var start = index - 1
    while start > 0, bytes[start] & 0xc0 == 0x80 { start -= 1 }
    return isWordScalar(at: start)
  }

  func hasWord(startingAt index: Int) -> Bool { index < bytes.count && isWordScalar(at: index) }

  func hasDigitAcrossSeparator(before index: Int) -> Bool {
    index >= 2 && bytes[index - 1].isNumberSeparator && bytes[index - 2].isASCIIDigit
  }

  func hasDigitAcrossSeparator(after index: Int) -> Bool {
    index + 1 < bytes.count && bytes[index].isNumberSeparator && bytes[index + 1].isASCIIDigit
  }

  func lowercased(_ range: Range<Int>) -> String {
    String(decoding: bytes[range].map(\.asciiLowercased), as: UTF8.self)
  }

  /// Letters and digits of scripts that write words apart; ideographs and kana are words of their own.
  private func isWordScalar(at index: Int) -> Bool {
    let byte = bytes[index]
    if byte < 0x80 { return byte.isASCIILetter || byte.isASCIIDigit }
    // Two-byte sequences (Latin, Greek, Cyrillic, Hebrew, Arabic) from U+00C0; all scripts above are not checked.
    return byte >= 0xc3 && byte < 0xe0
  }
}

extension UInt8 {
  var isASCIIDigit: Bool { self &- 0x30 < 10 }
  var isASCIIUppercase: Bool { self &- 0x41 < 26 }
  var isASCIILetter: Bool { (self | 0x20) &- 0x61 < 26 }
  var asciiLowercased: UInt8 { isASCIIUppercase ? self | 0x20 : self }
  var asciiUppercased: UInt8 { isASCIILetter ? self & 0xdf : self }
  var digitValue: Int { Int(self) - 0x30 }
  fileprivate var isNumberSeparator: Bool {
    self == UInt8(ascii: ".") || self == UInt8(ascii: "-") || self == UInt8(ascii: "/")
  }
}
