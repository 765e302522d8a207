/// Letters of other scripts that look like Latin ones, in a word that has Latin letters, digits or an "@" too.
///
/// Source: UTS #39 confusables, the lookalikes of ASCII in Greek and Cyrillic; Mathematical Alphanumeric Symbols,
/// Enclosed Alphanumerics (Unicode 15.1), which are ASCII wherever they stand.
enum ConfusableDecoder {
  static func replacements(in bytes: [UInt8]) -> [Reading.Replacement] {
    var found: [Reading.Replacement] = []
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex { $0 <= 0x20 } ?? bytes.count
      if bytes[start..<end].contains(where: isLead) { found += inWord(bytes, start..<end) }
      start = end + 1
    }
    return found
  }

  private static func isLead(_ byte: UInt8) -> Bool { (0xce...0xd2).contains(byte) || byte == 0xe2 || byte == 0xf0 }

  private static func inWord(_ bytes: [UInt8], _ word: Range<Int>) -> [Reading.Replacement] {
    let isMixed = bytes[word].contains { $0.isASCIILetter || $0.isASCIIDigit || $0 == UInt8(ascii: "@") }
    var found: [Reading.Replacement] = []
    var offset = word.lowerBound
    for scalar in String(decoding: bytes[word], as: UTF8.self).unicodeScalars {
      let width = UTF8.width(scalar)
      if let latin = styled(scalar) ?? (isMixed ? lookalikes[scalar] : nil) {
        found.append(Reading.Replacement(range: offset..<(offset + width), bytes: [latin]))
      }
      offset += width
    }
    return found
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
