internal import Foundation

/// Base64 of readable text. Source: RFC 4648 sections 4 and 5.
enum Base64Decoder {
  /// Letters of the shortest code worth decoding: nine bytes, as in a telephone number.
  private static let bytesMin = 12
  /// Longer ones are files; they are searched as far as this.
  private static let bytesMax = 64 << 10

  static func replacements(in bytes: [UInt8]) -> [Reading.Replacement] {
    var found: [Reading.Replacement] = []
    var start = 0
    while start < bytes.count {
      guard isCode(bytes[start]) else {
        start += 1
        continue
      }
      var end = start + 1
      while end < bytes.count, isCode(bytes[end]) { end += 1 }
      while end < bytes.count, bytes[end] == UInt8(ascii: "=") { end += 1 }
      if end - start >= bytesMin, let text = decoded(bytes[start..<end]) {
        found.append(Reading.Replacement(range: start..<end, bytes: text))
      }
      start = end
    }
    return found
  }

  private static func isCode(_ byte: UInt8) -> Bool {
    byte.isASCIILetter || byte.isASCIIDigit || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "/")
      || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
  }

  /// The text of a code; nil when it is a word, or what it holds is no text. A word has no capital inside it.
  private static func decoded(_ code: ArraySlice<UInt8>) -> [UInt8]? {
    let code = code.prefix(bytesMax)
    guard code.dropFirst().contains(where: \.isASCIIUppercase), code.contains(where: { !$0.isASCIIUppercase }) else {
      return nil
    }
    var standard = code.filter { $0 != UInt8(ascii: "=") }.map { $0 == UInt8(ascii: "-") ? UInt8(ascii: "+") : $0 }
      .map { $0 == UInt8(ascii: "_") ? UInt8(ascii: "/") : $0 }
    guard standard.count % 4 != 1 else { return nil }
    standard += [UInt8](repeating: UInt8(ascii: "="), count: (4 - standard.count % 4) % 4)
    guard let data = Data(base64Encoded: Data(standard)) else { return nil }
    let text = Array(data)
    let isText = !text.contains { $0 < 0x20 && $0 != 0x0a && $0 != 0x0d && $0 != 0x09 || $0 == 0x7f }
    return isText && String(validating: text, as: UTF8.self) != nil ? text : nil
  }
}
