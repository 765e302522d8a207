/// Escapes of mark-up and programs: `&#64;`, `&commat;`, `%40`, `\u0040`, `\x40`.
///
/// Source: HTML Living Standard 13.5 (named references of ASCII signs), RFC 3986 section 2.1, ECMA-262 12.9.4.
enum EscapeDecoder {
  static func replacements(in bytes: [UInt8]) -> [Reading.Replacement] {
    var found: [Reading.Replacement] = []
    var index = 0
    while index < bytes.count {
      let escape: (scalar: UInt32, length: Int)? =
        switch bytes[index] {
        case UInt8(ascii: "&"): entity(bytes, index)
        case UInt8(ascii: "%"): hexadecimal(bytes, index + 1, digits: 2...2).map { ($0.value, $0.length + 1) }
        case UInt8(ascii: "\\"): backslash(bytes, index)
        default: nil
        }
      guard let escape, let decoded = utf8(escape.scalar, bytes[index]) else {
        index += 1
        continue
      }
      found.append(Reading.Replacement(range: index..<(index + escape.length), bytes: decoded))
      index += escape.length
    }
    return joined(found)
  }

  /// Escapes side by side are one replacement, so that bytes of one scalar meet ("%E7%8E%8B").
  private static func joined(_ replacements: [Reading.Replacement]) -> [Reading.Replacement] {
    var joined: [Reading.Replacement] = []
    for next in replacements {
      if let last = joined.last, last.range.upperBound == next.range.lowerBound, next.bytes[0] & 0xc0 == 0x80 {
        joined[joined.count - 1].range = last.range.lowerBound..<next.range.upperBound
        joined[joined.count - 1].bytes += next.bytes
      } else {
        joined.append(next)
      }
    }
    return joined.filter { String(validating: $0.bytes, as: UTF8.self) != nil }
  }

  private static func utf8(_ value: UInt32, _ sign: UInt8) -> [UInt8]? {
    if sign == UInt8(ascii: "%") { return value >= 0x20 ? [UInt8(value)] : nil }
    return Unicode.Scalar(value).flatMap { $0.value >= 0x20 ? Array(String($0).utf8) : nil }
  }

  private static func entity(_ bytes: [UInt8], _ start: Int) -> (UInt32, Int)? {
    guard let end = bytes[start...].prefix(10).firstIndex(of: UInt8(ascii: ";")), end > start + 1 else { return nil }
    let name = bytes[(start + 1)..<end]
    if name.first != UInt8(ascii: "#") { return named[Array(name)].map { ($0, end + 1 - start) } }
    let isHexadecimal = name.dropFirst().first.map { $0 | 0x20 == UInt8(ascii: "x") } ?? false
    let digits = String(decoding: name.dropFirst(isHexadecimal ? 2 : 1), as: UTF8.self)
    return UInt32(digits, radix: isHexadecimal ? 16 : 10).map { ($0, end + 1 - start) }
  }

  private static func backslash(_ bytes: [UInt8], _ start: Int) -> (UInt32, Int)? {
    guard start + 1 < bytes.count else { return nil }
    let digits = bytes[start + 1] == UInt8(ascii: "u") ? 4 : bytes[start + 1] == UInt8(ascii: "x") ? 2 : 0
    guard digits > 0 else { return nil }
    return hexadecimal(bytes, start + 2, digits: digits...digits).map { ($0.value, $0.length + 2) }
  }

  private static func hexadecimal(_ bytes: [UInt8], _ start: Int, digits: ClosedRange<Int>) -> (
    value: UInt32, length: Int
  )? {
    let text = bytes[min(start, bytes.count)...].prefix(digits.upperBound)
    guard text.count >= digits.lowerBound, text.allSatisfy(\.isHexadecimal) else { return nil }
    return UInt32(String(decoding: text, as: UTF8.self), radix: 16).map { ($0, text.count) }
  }

  private static let named: [[UInt8]: UInt32] = Dictionary(
    uniqueKeysWithValues: [
      ("amp", 0x26), ("commat", 0x40), ("period", 0x2e), ("num", 0x23), ("colon", 0x3a), ("lowbar", 0x5f),
      ("hyphen", 0x2d), ("dash", 0x2d), ("nbsp", 0x20), ("quot", 0x22), ("apos", 0x27), ("lt", 0x3c), ("gt", 0x3e),
      ("plus", 0x2b), ("sol", 0x2f), ("equals", 0x3d), ("lpar", 0x28), ("rpar", 0x29), ("shy", 0x2d),
    ].map { (Array($0.0.utf8), $0.1) })
}

extension UInt8 {
  var isHexadecimal: Bool { isASCIIDigit || (self | 0x20) &- 0x61 < 6 }
}
