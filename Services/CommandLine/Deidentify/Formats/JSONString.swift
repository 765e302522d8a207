import Foundation

/// The strings of JSON with their quotes and escapes (RFC 8259, section 7).
enum JSONString {
  /// The text of a string in quotes; nil when an escape is malformed or the bytes are no UTF-8.
  static func decode(_ raw: [UInt8]) -> String? {
    if !raw.contains(UInt8(ascii: "\\")) { return String(validating: raw.dropFirst().dropLast(), as: UTF8.self) }
    return try? JSONDecoder().decode(String.self, from: Data(raw))
  }

  static func encode(_ text: String) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    // Every Swift string can be encoded.
    return Array(try! encoder.encode(text))
  }
}
