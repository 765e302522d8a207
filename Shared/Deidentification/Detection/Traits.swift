/// What kinds of bytes a stretch of text holds: found in one pass, so that patterns which need others are not searched.
struct Traits: OptionSet, Hashable, Sendable {
  let rawValue: UInt8

  static let digit = Traits(rawValue: 1)
  /// Four digits and more with nothing but signs between them, as in a code.
  static let digits4 = Traits(rawValue: 2)
  /// Seven: the shortest telephone number.
  static let digits7 = Traits(rawValue: 4)
  static let at = Traits(rawValue: 8)
  /// A colon or an equals sign: a field, a scheme, a time.
  static let colon = Traits(rawValue: 16)
  /// A scalar from U+3000: Han, kana, hangul.
  static let ideograph = Traits(rawValue: 32)
  /// A run of twelve and more letters, digits, dashes and underscores with a digit in it, as in a key.
  static let token = Traits(rawValue: 64)
  static let capital = Traits(rawValue: 128)

  /// The rarest of them: patterns are searched together by it, because each further set is a pass over the text.
  var strongest: Traits {
    [.at, .ideograph, .digits7, .token, .digits4, .digit, .colon].first { contains($0) } ?? []
  }

  /// Linear in the bytes.
  static func of(_ bytes: Span<UInt8>) -> Traits {
    bytes.withUnsafeBufferPointer { bytes in
      kinds.withUnsafeBufferPointer { kinds in scan(bytes, kinds) }
    }
  }

  private static func scan(_ bytes: UnsafeBufferPointer<UInt8>, _ kinds: UnsafeBufferPointer<UInt8>) -> Traits {
    var seen: UInt8 = 0
    var digits = 0
    var digitsMax = 0
    var tokenStart = 0
    var tokenDigits = 0
    for index in bytes.indices {
      let kind = kinds[Int(bytes[index])]
      seen |= kind
      if kind & tokenBit == 0 {
        if index - tokenStart >= tokenBytesMin, tokenDigits > 0 { seen |= Traits.token.rawValue }
        tokenStart = index + 1
        tokenDigits = 0
        if kind & signBit == 0 { digits = 0 }
      } else if kind & Traits.digit.rawValue != 0 {
        digits += 1
        tokenDigits += 1
        if digits > digitsMax { digitsMax = digits }
      } else if kind & signBit == 0 {
        digits = 0
      }
    }
    if bytes.count - tokenStart >= tokenBytesMin, tokenDigits > 0 { seen |= Traits.token.rawValue }
    return Traits(rawValue: seen & ~(signBit | tokenBit) | level(digitsMax))
  }

  private static func level(_ digitsMax: Int) -> UInt8 {
    (digitsMax >= 4 ? Traits.digits4.rawValue : 0) | (digitsMax >= 7 ? Traits.digits7.rawValue : 0)
  }

  private static let tokenBytesMin = 12
  /// Signs that stand between the digits of one number; the bits of a byte's kind reuse those of the levels.
  private static let signBit = Traits.digits4.rawValue
  private static let tokenBit = Traits.digits7.rawValue

  private static let kinds: [UInt8] = (0...255).map { (byte: UInt8) in
    var kind: UInt8 = 0
    if byte.isASCIIDigit { kind |= Traits.digit.rawValue | tokenBit }
    if byte.isASCIILetter { kind |= tokenBit }
    if byte.isASCIIUppercase { kind |= Traits.capital.rawValue }
    if " -./()+_*".utf8.contains(byte) { kind |= signBit }
    if byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") { kind |= tokenBit }
    if byte == UInt8(ascii: "@") { kind |= Traits.at.rawValue }
    if byte == UInt8(ascii: ":") || byte == UInt8(ascii: "=") { kind |= Traits.colon.rawValue }
    if byte >= 0xe3 { kind |= Traits.ideograph.rawValue }
    return kind
  }
}
