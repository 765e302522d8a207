/// Letters of other scripts that look like Latin ones, in a word that has Latin letters, digits or an "@" too.
///
/// Source: UTS #39 confusables, the lookalikes of ASCII in Greek and Cyrillic; Mathematical Alphanumeric Symbols,
/// Enclosed Alphanumerics (Unicode 15.1), which are ASCII wherever they stand.
enum ConfusableDecoder {
  /// Linear in the text.
  static func replacements(in bytes: [UInt8]) -> [Reading.Replacement] {
    bytes.withUnsafeBufferPointer { bytes in
      var found: [Reading.Replacement] = []
      var word = Word()
      var index = 0
      while index < bytes.count {
        guard leads.contains(bytes[index]) else {
          index += 1
          continue
        }
        let (scalar, length) = bytes.scalar(at: index)
        if let latin = styled(scalar) ?? lookalikes[scalar].flatMap({ word.isMixed(around: index, bytes) ? $0 : nil }) {
          found.append(Reading.Replacement(range: index..<index + length, bytes: [latin]))
        }
        index += length
      }
      return found
    }
  }

  private static let leads = ByteSet(Array(0xce...0xd2) + [0xe2, 0xf0])

  /// What lies between white space, remembered for the next letter in it.
  private struct Word {
    private var end = 0
    private var isMixed = false

    /// Whether the word around `index` has characters of ASCII. Asked with rising indexes.
    mutating func isMixed(around index: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
      guard index >= end else { return isMixed }
      var start = index
      while start > 0, bytes[start - 1] > 0x20 { start -= 1 }
      end = index
      while end < bytes.count, bytes[end] > 0x20 { end += 1 }
      isMixed = bytes[start..<end].contains { $0.isASCIILetter || $0.isASCIIDigit || $0 == UInt8(ascii: "@") }
      return isMixed
    }
  }

  /// Letters and digits in a style: bold, script, circled.
  private static func styled(_ scalar: Unicode.Scalar) -> UInt8? {
    switch scalar.value {
    case 0x1d400...0x1d6a3:
      let index = UInt8((scalar.value - 0x1d400) % 52)
      return index < 26 ? 0x41 + index : 0x61 + index - 26
    case 0x2460...0x2468: return UInt8(scalar.value - 0x2460) + 0x31
    case 0x24ea: return 0x30
    case 0x24b6...0x24cf: return UInt8(scalar.value - 0x24b6) + 0x41
    case 0x24d0...0x24e9: return UInt8(scalar.value - 0x24d0) + 0x61
    default: return nil
    }
  }

  private static let lookalikes: [Unicode.Scalar: UInt8] = {
    let foreign = "аеорсхуіјѕһкмтвнАВЕКМНОРСТХУІЈЅοανιρκτυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ"
    let latin = "aeopcxyijshkmtbhABEKMHOPCTXYIJSoavipktuxABEZHIKMNOPTYX"
    return Dictionary(zip(foreign.unicodeScalars, latin.utf8), uniquingKeysWith: { first, _ in first })
  }()
}
