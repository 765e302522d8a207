internal import Foundation

/// RFC 4648 section 4, strict: only the one canonical spelling of a value decodes, so that no bit of a note or proof
/// can change unnoticed.
enum Base64 {
  static func encode(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }

  static func decode(_ text: some StringProtocol) -> [UInt8]? {
    guard let data = Data(base64Encoded: String(text)), encode(Array(data)) == text else { return nil }
    return Array(data)
  }
}

/// A decimal number without leading zeros.
func canonicalDecimal(_ text: some StringProtocol) -> UInt64? {
  guard let number = UInt64(text), String(number) == text else { return nil }
  return number
}
