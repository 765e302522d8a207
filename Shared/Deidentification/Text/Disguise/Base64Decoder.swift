internal import Foundation

/// Base64 of readable text. Source: RFC 4648 sections 4 and 5.
enum Base64Decoder {
  /// Letters of the shortest code worth decoding: nine bytes, as in a telephone number.
  private static let bytesMin = 12
  /// Longer ones are files; they are searched as far as this.
  private static let bytesMax = 64 << 10

  /// Linear in the text.
  static func replacements(in bytes: [UInt8]) -> [Reading.Replacement] {
    var found: [Reading.Replacement] = []
    var start = 0
    while let run = bytes.withUnsafeBufferPointer({ nextRun($0, from: start) }) {
      var end = run.upperBound
      while end < bytes.count, bytes[end] == UInt8(ascii: "=") { end += 1 }
      if let text = decoded(bytes[run.lowerBound..<end]) {
        found.append(Reading.Replacement(range: run.lowerBound..<end, bytes: text))
      }
      start = end
    }
    return found
  }

  /// The next run of letters of the code that is long enough. Looks from the far end of what must all be letters, as
  /// Boyer and Moore do, so that words are passed over in one step.
  private static func nextRun(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Range<Int>? {
    var start = start
    while start + bytesMin <= bytes.count {
      var last = start + bytesMin - 1
      while last >= start, letters.contains(bytes[last]) { last -= 1 }
      guard last < start else {
        start = last + 1
        continue
      }
      var end = start + bytesMin
      while end < bytes.count, letters.contains(bytes[end]) { end += 1 }
      return start..<end
    }
    return nil
  }

  private static let letters = ByteSet(
    (0...255).filter { $0.isASCIILetter || $0.isASCIIDigit || "+/-_".utf8.contains($0) })

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
