/// What kinds of bytes a stretch of text holds: found in one pass, so that patterns which need others are not searched.
struct Traits: OptionSet, Hashable, Sendable {
  let rawValue: UInt16

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
  /// A run of twelve letters, digits, dashes and underscores with a digit in it, or of twenty without, as in a key.
  static let token = Traits(rawValue: 64)
  static let capital = Traits(rawValue: 128)
  /// A full stop between a letter or a digit and a letter, as in a domain; or two slashes after a colon.
  static let domain = Traits(rawValue: 256)
  /// Six capitals in a row, as in the code of a bank.
  static let capitals6 = Traits(rawValue: 512)

  /// The rarest of them: patterns are searched together by it, because each further set is a pass over the text.
  var strongest: Traits {
    [.at, .ideograph, .digits7, .token, .capitals6, .domain, .digits4, .digit, .colon].first { contains($0) } ?? []
  }

  /// Linear in the bytes.
  static func of(_ bytes: Span<UInt8>) -> Traits {
    bytes.withUnsafeBufferPointer { bytes in
      kinds.withUnsafeBufferPointer { kinds in scan(bytes, kinds) }
    }
  }

  private static func scan(_ bytes: UnsafeBufferPointer<UInt8>, _ kinds: UnsafeBufferPointer<UInt16>) -> Traits {
    var seen: UInt16 = 0
    var capitals = 0
    var isDomainSeen = false
    var digits = 0
    var digitsMax = 0
    var tokenStart = 0
    var tokenDigits = 0
    for index in bytes.indices {
      let kind = kinds[Int(bytes[index])]
      seen |= kind
      capitals = kind & Traits.capital.rawValue != 0 ? capitals + 1 : 0
      if capitals == 6 { seen |= Traits.capitals6.rawValue }
      if kind & Traits.domain.rawValue != 0, isDomain(bytes, index) { isDomainSeen = true }
      if kind & tokenBit == 0 {
        if isToken(index - tokenStart, tokenDigits) { seen |= Traits.token.rawValue }
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
    if isToken(bytes.count - tokenStart, tokenDigits) { seen |= Traits.token.rawValue }
    seen &= ~(signBit | tokenBit | Traits.domain.rawValue)
    return Traits(rawValue: seen | level(digitsMax) | (isDomainSeen ? Traits.domain.rawValue : 0))
  }

  private static func isDomain(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
    guard index > 0, index + 1 < bytes.count else { return false }
    if bytes[index] == UInt8(ascii: "/") { return bytes[index - 1] == UInt8(ascii: "/") }
    return bytes[index + 1].isASCIILetter && (bytes[index - 1].isASCIILetter || bytes[index - 1].isASCIIDigit)
  }

  private static func level(_ digitsMax: Int) -> UInt16 {
    (digitsMax >= 4 ? Traits.digits4.rawValue : 0) | (digitsMax >= 7 ? Traits.digits7.rawValue : 0)
  }

  /// A key without a digit is longer than a word.
  private static func isToken(_ count: Int, _ digits: Int) -> Bool { count >= 12 && (digits > 0 || count >= 20) }

  /// Signs that stand between the digits of one number; the bits of a byte's kind reuse those of the levels.
  private static let signBit = Traits.digits4.rawValue
  private static let tokenBit = Traits.digits7.rawValue

  private static let kinds: [UInt16] = (0...255).map { (byte: UInt8) in
    var kind: UInt16 = 0
    if byte.isASCIIDigit { kind |= Traits.digit.rawValue | tokenBit }
    if byte.isASCIILetter { kind |= tokenBit }
    if byte.isASCIIUppercase { kind |= Traits.capital.rawValue }
    if " -./()+_*".utf8.contains(byte) { kind |= signBit }
    if byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") { kind |= tokenBit }
    if byte == UInt8(ascii: "@") { kind |= Traits.at.rawValue }
    if byte == UInt8(ascii: ":") || byte == UInt8(ascii: "=") { kind |= Traits.colon.rawValue }
    // Only a mark of where to look: whether there is a domain depends on the bytes beside it.
    if byte == UInt8(ascii: ".") || byte == UInt8(ascii: "/") { kind |= Traits.domain.rawValue }
    if byte >= 0xe3 { kind |= Traits.ideograph.rawValue }
    return kind
  }
}
