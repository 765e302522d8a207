/// ZeroMQ's printable form of keys: 4 bytes become 5 characters.
///
/// Source: ZeroMQ RFC 32/Z85.
public enum Z85 {
  private static let alphabet = Array(
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#".utf8)

  /// nil unless the count is a multiple of 4.
  public static func encode(_ bytes: [UInt8]) -> String? {
    guard bytes.count.isMultiple(of: 4) else { return nil }
    return String(
      decoding: stride(from: 0, to: bytes.count, by: 4).flatMap { digits(of: bytes[$0..<$0 + 4]) }, as: UTF8.self)
  }

  /// nil unless the text is a multiple of 5 characters of the alphabet, each 5 within 32 bits.
  public static func decode(_ text: String) -> [UInt8]? {
    let digits = text.utf8.compactMap { alphabet.firstIndex(of: $0) }
    guard digits.count == text.utf8.count, digits.count.isMultiple(of: 5) else { return nil }
    var bytes: [UInt8] = []
    for start in stride(from: 0, to: digits.count, by: 5) {
      guard let word = UInt32(exactly: digits[start..<start + 5].reduce(0) { $0 * 85 + $1 }) else { return nil }
      bytes += [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> $0) }
    }
    return bytes
  }

  private static func digits(of four: ArraySlice<UInt8>) -> [UInt8] {
    var word = four.reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
    var digits = [UInt8](repeating: 0, count: 5)
    for place in digits.indices.reversed() {
      digits[place] = alphabet[Int(word % 85)]
      word /= 85
    }
    return digits
  }
}
