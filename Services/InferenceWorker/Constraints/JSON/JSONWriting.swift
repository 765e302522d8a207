/// How answers write what a schema spells out: no more escapes than JSON asks for, so that a string has one spelling.
enum CanonicalJSON {
  /// The text of a string, with its quotes.
  static func bytes(of string: String) -> [UInt8] {
    [UInt8(ascii: "\"")] + string.utf8.flatMap(escaped) + [UInt8(ascii: "\"")]
  }

  /// The short escapes by the byte that they stand for (RFC 8259 §7).
  static let shortEscapes: [(byte: UInt8, letter: UInt8)] = [
    (0x08, UInt8(ascii: "b")), (0x09, UInt8(ascii: "t")), (0x0a, UInt8(ascii: "n")), (0x0c, UInt8(ascii: "f")),
    (0x0d, UInt8(ascii: "r")), (0x22, UInt8(ascii: "\"")), (0x5c, UInt8(ascii: "\\")),
  ]

  private static func escaped(_ byte: UInt8) -> [UInt8] {
    if let escape = shortEscapes.first(where: { $0.byte == byte }) { return [UInt8(ascii: "\\"), escape.letter] }
    guard byte < 0x20 else { return [byte] }
    let digits = String(byte, radix: 16)
    return Array("\\u00\(digits.count < 2 ? "0" : "")\(digits)".utf8)
  }
}
