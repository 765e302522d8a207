/// Strings within JSON (RFC 8259, section 7).
public enum JSONText {
  /// The text with the escapes that JSON needs, and no others.
  public static func escaped(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    for byte in text.utf8 { bytes += escape(byte) }
    return bytes
  }

  /// As ``escaped(_:)``, in quotes.
  public static func quoted(_ text: String) -> [UInt8] { [quote] + escaped(text) + [quote] }

  /// White space between tokens.
  public static func isSpace(_ byte: UInt8) -> Bool { " \n\t\r".utf8.contains(byte) }

  private static let quote = UInt8(ascii: "\"")

  private static func escape(_ byte: UInt8) -> [UInt8] {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): [UInt8(ascii: "\\"), byte]
    case UInt8(ascii: "\n"): Array("\\n".utf8)
    case UInt8(ascii: "\r"): Array("\\r".utf8)
    case UInt8(ascii: "\t"): Array("\\t".utf8)
    case 0..<0x20: Array("\\u00\(String(byte >> 4, radix: 16))\(String(byte & 15, radix: 16))".utf8)
    default: [byte]
    }
  }
}
