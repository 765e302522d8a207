/// Tokens that stand for one byte each: `<0x00>` to `<0xFF>`.
enum ByteFallback {
  /// The ids of all bytes' tokens; -1 for a byte that has none.
  static func ids(_ find: ([UInt8]) -> Int32?) -> [Int32] {
    (UInt8.min...UInt8.max).map { find(name(of: $0)) ?? -1 }
  }

  static func name(of byte: UInt8) -> [UInt8] {
    let digits = String(byte, radix: 16, uppercase: true)
    return Array("<0x\(digits.count == 1 ? "0" : "")\(digits)>".utf8)
  }

  /// The byte that a token like `<0x0A>` stands for; digits in either case.
  static func byte(of token: some RandomAccessCollection<UInt8>) -> UInt8? {
    guard token.count == 6, token.starts(with: [0x3c, 0x30, 0x78]), token.last == 0x3e else { return nil }
    let digits = token.dropFirst(3).prefix(2)
    guard digits.first != UInt8(ascii: "-") else { return nil }
    return UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
  }
}
