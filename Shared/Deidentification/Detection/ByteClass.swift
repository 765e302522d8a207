/// What a byte means to the scan for anchors.
enum ByteClass: UInt8 {
  /// `sign`: between the digits of one number; `tokenSign`: that too, and part of a token.
  case other, letter, digit, space, sign, tokenSign, at, point, slash, colon, lead2, lead3, lead4

  static let ofByte: [ByteClass] = (0...255).map { (byte: UInt8) in
    if byte.isASCIILetter { return .letter }
    if byte.isASCIIDigit { return .digit }
    switch byte {
    case UInt8(ascii: "@"): return .at
    case UInt8(ascii: "."): return .point
    case UInt8(ascii: "/"): return .slash
    case UInt8(ascii: ":"): return .colon
    case UInt8(ascii: "-"), UInt8(ascii: "_"): return .tokenSign
    case 0xc2...0xdf: return .lead2
    case 0xe0...0xef: return .lead3
    case 0xf0...0xff: return .lead4
    case 0x20: return .space
    default: return "()+*".utf8.contains(byte) ? .sign : .other
    }
  }
}
